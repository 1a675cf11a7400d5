// How well something can be seen, by the colours that the browser computes. (axe sees neither glyphs nor what is hovered.)
import type {Locator} from '@playwright/test';

type Pair = {foreground: string; background: string};
type RGBA = [red: number, green: number, blue: number, alpha: number];

// colours are those of an element, by the name of the property, and of what is behind it.
export function colours(element: Locator, property: 'color' | 'fill'): Promise<Pair> {
    return element.evaluate((node, name) => {
        const layers: string[] = [];
        for (let parent: Element | null = node; parent; parent = parent.parentElement) {
            layers.push(getComputedStyle(parent).backgroundColor);
        }
        return {foreground: getComputedStyle(node)[name], background: layers.reverse().join(';')};
    }, property);
}

// themeColours are what the theme has for its primary buttons.
export function themeColours(element: Locator): Promise<Pair> {
    return element.evaluate((node) => {
        const resolved = (variable: string) => {
            const probe = document.createElement('i');
            probe.style.color = `var(${variable})`;
            node.append(probe);
            const {color} = getComputedStyle(probe);
            probe.remove();
            return color;
        };
        return {foreground: resolved('--button-color'), background: resolved('--button-bg')};
    });
}

// contrast is a ratio as WCAG defines it, from 1 to 21.
export function contrast({foreground, background}: Pair): number {
    const below = background.split(';').map(parse).reduce(over, [255, 255, 255, 1]);
    const [lighter, darker] = [luminance(over(below, parse(foreground))), luminance(below)].sort((a, b) => b - a);
    return Math.round(((lighter + 0.05) / (darker + 0.05)) * 100) / 100;
}

function parse(colour: string): RGBA {
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
}

function over(below: RGBA, above: RGBA): RGBA {
    const mixed = (i: number) => above[i] * above[3] + below[i] * (1 - above[3]);
    return [mixed(0), mixed(1), mixed(2), 1];
}

function luminance([red, green, blue]: RGBA): number {
    const linear = (channel: number) => {
        const part = channel / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
