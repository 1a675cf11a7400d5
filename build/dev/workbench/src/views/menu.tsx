// A drop-down menu. (That of react-bootstrap 0.32 from npm closes in the click that opens it, on React 18; Mattermost has its own fork.)
import React, {type KeyboardEvent, type ReactNode, useEffect, useRef, useState} from 'react';

type Props = {id: string; className?: string; label?: string; button: ReactNode; disabled?: boolean; pullRight?: boolean; children: ReactNode};

export function Menu({id, className = '', label, button, disabled, pullRight, children}: Props) {
    const [open, setOpen] = useState(false);
    const root = useRef<HTMLDivElement>(null);
    useEffect(() => {
        const outside = ({target}: MouseEvent) => !root.current?.contains(target as Node) && setOpen(false);
        document.addEventListener('mousedown', outside);
        return () => document.removeEventListener('mousedown', outside);
    }, []);
    useEffect(() => {
        if (open) {
            items(root.current)[0]?.focus();
        }
    }, [open]);

    const keyDown = (event: KeyboardEvent) => {
        const all = items(root.current);
        const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
        if (event.key === 'Escape') {
            setOpen(false);
            root.current?.querySelector('button')?.focus();
        } else if (open && step) {
            event.preventDefault();
            all[(all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length]?.focus();
        }
    };
    return (
        <div ref={root} className={`dropdown ${open ? 'open' : ''}`} onKeyDown={keyDown}>
            <button id={id} type='button' className={className} aria-label={label} aria-haspopup='menu' aria-expanded={open} disabled={disabled} onClick={() => setOpen(!open)}>
                {button}
            </button>
            {open && <ul role='menu' className={`dropdown-menu ${pullRight ? 'dropdown-menu-right' : ''}`} onClick={() => setOpen(false)}>{children}</ul>}
        </div>
    );
}

function items(root: HTMLElement | null): HTMLElement[] {
    return [...root?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? []];
}

type ItemProps = {id?: string; checked?: boolean; select: () => unknown; children: ReactNode};

export function MenuItem({id, checked, select, children}: ItemProps) {
    return (
        <li id={id} role='presentation' className='MenuItem'>
            <button type='button' role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'} aria-checked={checked} onClick={select}>
                {children}
            </button>
        </li>
    );
}
