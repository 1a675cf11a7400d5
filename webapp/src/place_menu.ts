const margin = 8; // pixels to the edges of the window
const gap = 4; // pixels to the button

// placeMenu puts the menu where there is room for all of it: below the button and flush with its right edge, or beside a button of the App
// Bar. Without a button it is in the middle of the top.
export function placeMenu(menu: HTMLElement, anchor: HTMLElement | null): void {
    // Near the right edge it would be narrower than it can be.
    menu.style.left = '0';
    const {offsetWidth: width, offsetHeight: height} = menu;
    const most = {left: window.innerWidth - width - margin, top: window.innerHeight - height - margin};
    let left = most.left / 2;
    let top = 64;
    if (anchor) {
        const button = anchor.getBoundingClientRect();
        const beside = Boolean(anchor.closest('.app-bar'));
        left = beside ? button.left - width - gap : button.right - width;
        top = beside ? button.top : button.bottom + gap;
        if (!beside && top > most.top && button.top > height) {
            top = button.top - height - gap;
        }
    }
    menu.style.left = `${Math.max(margin, Math.min(left, most.left))}px`;
    menu.style.top = `${Math.max(margin, Math.min(top, most.top))}px`;
}
