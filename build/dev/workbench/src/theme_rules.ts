// Of the rules that Mattermost's client writes into the page with a theme, those that hit what plugins render. Their specificity is the
// client's, and so is their place: behind all other style sheets.
import {is6} from './generation';

const text = (opacity: number) => `rgba(var(--center-channel-color-rgb), ${opacity})`;
const problems = ['.error-text', ...['.help-block', '.control-label', '.radio', '.checkbox'].map((part) => `.has-error ${part}`)];

type Rule = [selectors: string[], declarations: string];

const rules: Rule[] = [
    [['.custom-textarea'], 'color: var(--center-channel-color)'],
    [['.form-control[disabled]', '.form-control[readonly]', 'fieldset[disabled] .form-control'], `background: ${text(0.1)}`],
    [['.input-group-addon'], `color: ${text(0.7)}; background: ${text(0.05)}; border-color: ${text(0.1)}`],
    [['.modal-footer', 'hr', '.dropdown-menu', '.modal .custom-textarea'], `border-color: ${text(0.2)}`],
    [['pre'], `background: ${text(0.05)}`],
    [['.dropdown-menu li > a:focus', '.dropdown-menu li > a:hover'], `background: ${text(0.15)}`],
    [['.attachment .attachment__content', '.attachment-actions button'], `border-color: ${text(0.16)}`],
    [['.attachment .attachment__container'], 'border-left-color: rgba(var(--link-color-rgb), 0.5)'],
    [['.post.a11y--active'], `background: ${text(0.04)}`],
    [['.a11y--focused'], 'box-shadow: 0 0 1px 3px rgba(var(--link-color-rgb), 0.5), 0 0 0 1px var(--link-color)'],
    [['.post.a11y--focused'], 'box-shadow: inset 0 0 1px 3px rgba(var(--link-color-rgb), 0.5), inset 0 0 0 1px var(--link-color)'],
    [['a', 'a:focus', 'a:hover', '.color--link', '.color--link:hover'], 'color: var(--link-color)'],
    [['.channel-header .channel-header_plugin-dropdown svg'], `fill: ${text(0.75)}`],
    [['.channel-header .channel-header_plugin-dropdown a:hover'], 'background: rgba(var(--link-color-rgb), 0.08); border-color: var(--link-color)'],
    [['.channel-header .channel-header_plugin-dropdown a:hover svg'], 'fill: var(--link-color)'],
    [['.btn-primary:hover'], 'background: color-mix(in srgb, var(--button-bg), black 10%)'],
    [problems, 'color: var(--error-text)'],
];

const rulesOf6: Rule[] = [
    [['.btn', '.btn:focus', '.btn:hover'], 'color: var(--link-color)'],
    [['.btn.btn-primary'], 'color: var(--button-color)'],
];

let style: HTMLStyleElement | undefined;

export function writeThemeRules(): void {
    style?.remove();
    style = document.createElement('style');
    style.textContent = [...rules, ...(is6 ? rulesOf6 : [])].map(([selectors, declarations]) => (
        `${selectors.map((selector) => `.app__body ${selector}`).join(', ')} { ${declarations}; }`
    )).join('\n');
    document.head.append(style);
}
