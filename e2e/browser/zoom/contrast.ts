// Contrast by WCAG, from computed colours: axe measures no state such as hover.
import {expect, type Locator} from '@playwright/test';

// Measured is the contrast of a text or a glyph with what is behind it.
type Measured = {what: string; contrast: number; leastContrast: number};

// expectContrast expects at least this contrast of each element with its background: of its text, or of the glyph that it is.
export async function expectContrast(elements: Locator, least: number) {
    await expect(elements).not.toHaveCount(0);
    for (const element of await elements.all()) {
        await expect.poll(() => element.evaluate(measure).then((all) => Math.min(...all.map(({contrast}) => contrast)))).toBeGreaterThanOrEqual(least);
    }
}

// expectReadable expects 4.5 of every text in these elements and 3 of every glyph. A button in the theme's own colours may have as little as the
// theme gives it.
export async function expectReadable(elements: Locator) {
    await expect(elements).not.toHaveCount(0);
    for (const element of await elements.all()) {
        await expect.poll(async () => (await element.evaluate(measure)).
            filter(({contrast, leastContrast}) => contrast < leastContrast - 0.01).
            map(({what, contrast, leastContrast}) => `${what}: ${contrast.toFixed(2)} instead of ${leastContrast.toFixed(2)}`)).toEqual([]);
    }
}

// expectReadableInEveryState expects it of each of these buttons at rest, with the focus and under the pointer.
export async function expectReadableInEveryState(buttons: Locator) {
    await expect(buttons).not.toHaveCount(0);
    for (const button of await buttons.all()) {
        await button.page().mouse.move(0, 0);
        await expectReadable(button);
        await button.focus();
        await expectReadable(button);
        await button.hover();
        await expectReadable(button);
    }
}

// measure runs in the page. It leaves out what is invisible, and what is disabled, as WCAG does.
function measure(root: Element): Measured[] {
    type Colour = [red: number, green: number, blue: number, alpha: number];
    const white: Colour = [255, 255, 255, 1];

    const parse = (css: string): Colour => {
        const [red = 0, green = 0, blue = 0, alpha = 1] = (/rgba?\(([^)]*)\)/.exec(css)?.[1] ?? '0, 0, 0, 0').split(/[\s,/]+/).map(Number);
        return [red, green, blue, alpha];
    };
    const over = (upper: Colour, lower: Colour): Colour => {
        const alpha = upper[3] + lower[3] * (1 - upper[3]);
        const mix = (i: 0 | 1 | 2) => (alpha === 0 ? 0 : (upper[i] * upper[3] + lower[i] * lower[3] * (1 - upper[3])) / alpha);
        return [mix(0), mix(1), mix(2), alpha];
    };
    const luminance = (colour: Colour) => {
        const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((value) => value / 255).
            map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrastOf = (a: Colour, b: Colour) => {
        const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
        return (lighter + 0.05) / (darker + 0.05);
    };
    // onScreen is what becomes of a colour on an element by the backgrounds and opacities around it.
    const onScreen = (element: Element, colour: Colour): Colour => {
        let seen = colour;
        for (let at: Element | null = element; at; at = at.parentElement) {
            const {backgroundColor, backgroundImage, opacity} = getComputedStyle(at);
            seen = over(over(seen, parse(backgroundImage)), parse(backgroundColor));
            seen[3] *= Number(opacity);
        }
        return over(seen, white);
    };

    const isText = (element: Element) => element instanceof HTMLInputElement ||
        Array.from(element.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    return [root, ...Array.from(root.querySelectorAll('*'))].flatMap((element) => {
        const isGlyph = element.matches('svg');
        const isLeftOut = element.getClientRects().length === 0 || element.closest('.zoom-unseen, :disabled, [aria-disabled="true"], [type="checkbox"]');
        if (isLeftOut || !isGlyph && !isText(element)) {
            return [];
        }
        const {color, fill} = getComputedStyle(element);
        const theme = getComputedStyle(document.documentElement);
        const ofTheme = contrastOf(...(['--button-color-rgb', '--button-bg-rgb'].map((name) => parse(`rgb(${theme.getPropertyValue(name)})`)) as [Colour, Colour]));
        const wanted = isGlyph ? 3 : 4.5;
        return [{
            what: `${element.tagName} ${element.textContent?.slice(0, 40)}`,
            contrast: contrastOf(onScreen(element, parse(isGlyph ? fill : color)), onScreen(element, [0, 0, 0, 0])),
            leastContrast: element.closest('.zoom-primary') ? Math.min(wanted, ofTheme) : wanted,
        }];
    });
}
