// The host's button that our icon is in. The host gives a click's action no event, so the button is looked for.

let anchor: HTMLElement | null = null;
let origin: HTMLElement | null = null;

// rememberAnchor is called while the host handles a click: of several buttons with our icon it takes the one that the user is at. There is
// none in the mobile view's menu.
export function rememberAnchor(): void {
    const icons = document.querySelectorAll<HTMLElement>('.zoom-icon');
    const found = Array.from(icons, buttonOf).filter(isVisible);
    anchor = found.find((button) => button.matches(':focus, :hover')) ?? found[0] ?? null;
    origin = anchor ?? document.activeElement as HTMLElement | null;
}

// currentAnchor is null when there is no button, or none any more.
export function currentAnchor(): HTMLElement | null {
    return isVisible(anchor) ? anchor : null;
}

// returnFocus goes back to where the user came from. The item of a phone's channel menu is gone by then, and the button of that menu stands in.
export function returnFocus(to = origin): void {
    const menuButtons = Array.from(document.querySelectorAll<HTMLElement>('#channelHeaderDropdownButton, .navbar-brand button'));
    [to, ...menuButtons].find(isVisible)?.focus();
}

// buttonOf finds the button of Mattermost's header or App Bar; for an icon in a drop-down, which closes at a click, the one that opens it.
export function buttonOf(icon: HTMLElement): HTMLElement | null {
    const menu = icon.closest('[role="menu"], .dropdown-menu');
    return menu ? menu.parentElement?.querySelector('button') ?? null : icon.closest<HTMLElement>('button, [role="button"], .app-bar__icon');
}

function isVisible(element: HTMLElement | null): element is HTMLElement {
    return Boolean(element?.getClientRects().length);
}
