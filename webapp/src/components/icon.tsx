import React, {useEffect, useRef} from 'react';
import {useSelector} from 'react-redux';

import {buttonOf, currentAnchor} from '../anchor';
import {useText} from '../i18n';
import {select} from '../store';

import {Glyph} from './glyphs';

// Icon is what the host puts into its button. It tells assistive technology what the host does not know: that a menu opens here.
export function Icon() {
    const self = useRef<HTMLSpanElement>(null);
    const open = useSelector(select).menu !== null;
    const name = useText()('zoom.button');
    useEffect(() => {
        const button = self.current && buttonOf(self.current);
        if (!button || button.closest('[role="menu"]') || !button.contains(self.current)) {
            return undefined;
        }
        button.setAttribute('aria-haspopup', 'menu');
        button.setAttribute('aria-expanded', String(open && currentAnchor() === button));
        if (!button.textContent?.trim() && [null, '', '[object Object]'].includes(button.getAttribute('aria-label'))) {
            button.setAttribute('aria-label', name);
        }
        // The App Bar's button is none of HTML's, and hears no keys.
        const pressed = (event: KeyboardEvent) => {
            if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault();
                button.click();
            }
        };
        if (button.tagName !== 'BUTTON') {
            button.addEventListener('keydown', pressed);
        }
        return () => {
            button.removeEventListener('keydown', pressed);
            ['aria-haspopup', 'aria-expanded'].forEach((attribute) => button.removeAttribute(attribute));
        };
    }, [open, name]);
    return <span ref={self} className='zoom-icon'><Glyph name='video' size={20}/></span>;
}
