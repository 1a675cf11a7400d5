// The user's theme as Mattermost's client applies it: as CSS variables (--center-channel-bg, --center-channel-bg-rgb, …), and as rules that
// are written at run time.
import {Preferences} from 'mattermost-redux/constants';
import type {Theme} from 'mattermost-redux/selectors/entities/preferences';

import {writeThemeRules} from './theme_rules';

export const themes: Record<string, Theme> = Preferences.THEMES;

// One colour has another name as a variable.
const renamed: Record<string, string> = {errorTextColor: 'errorText'};

export function applyTheme(theme: Theme): void {
    const {style} = document.documentElement;
    for (const [name, colour] of Object.entries(theme)) {
        const rgb = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour ?? '')?.slice(1).map((hex) => parseInt(hex, 16));
        if (rgb) {
            const variable = `--${(renamed[name] ?? name).replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
            style.setProperty(variable, colour ?? '');
            style.setProperty(`${variable}-rgb`, rgb.join(','));
        }
    }
    writeThemeRules();
}
