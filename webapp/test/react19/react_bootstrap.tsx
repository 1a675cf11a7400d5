// The Modal of react-bootstrap, as far as our dialogs use it. 0.32.4 needs what React 19 has removed; Mattermost 12 has a fork, which is in
// no package registry. Elements, roles, keys and focus are those of 0.32.4; but this hides nothing behind the dialog, and does not fade.
import React, {createContext, useContext, useEffect, useRef, type ElementType, type HTMLAttributes} from 'react';
import {createPortal} from 'react-dom';

type Props = HTMLAttributes<HTMLElement>;

const Hide = createContext<() => void>(() => undefined);

export function Modal({show, onHide, ...props}: Props & {show: boolean; onHide: () => void; dialogClassName: string}) {
    return show ? createPortal(<Hide.Provider value={onHide}><Dialog {...props}/></Hide.Provider>, document.body) : null;
}

function Dialog({dialogClassName, children, ...props}: Props & {dialogClassName: string}) {
    const hide = useContext(Hide);
    const dialog = useRef<HTMLDivElement>(null);
    useEffect(() => {
        const before = document.activeElement as HTMLElement | null;
        if (!dialog.current?.contains(before)) {
            dialog.current?.focus();
        }
        return () => before?.focus();
    }, []);
    useEffect(() => {
        const press = ({key}: KeyboardEvent) => key === 'Escape' && hide();
        const keepFocus = ({target}: FocusEvent) => dialog.current?.contains(target as Node) || dialog.current?.focus();
        document.addEventListener('keydown', press);
        document.addEventListener('focusin', keepFocus);
        return () => {
            document.removeEventListener('keydown', press);
            document.removeEventListener('focusin', keepFocus);
        };
    }, [hide]);
    const attributes = {
        ...props, role: 'dialog', tabIndex: -1, className: 'fade in modal', style: {display: 'block'},
        onClick: ({target, currentTarget}: React.MouseEvent) => target === currentTarget && hide(),
    };
    return (
        <div role='dialog'>
            <div className='fade in modal-backdrop'/>
            <div {...attributes} ref={dialog}>
                <div className={`${dialogClassName} modal-dialog`}>
                    <div className='modal-content' role='document'>{children}</div>
                </div>
            </div>
        </div>
    );
}

Modal.Header = function Header({closeButton, children}: Props & {closeButton: boolean}) {
    const hide = useContext(Hide);
    return (
        <div className='modal-header'>
            {closeButton && <button type='button' className='close' onClick={hide}><span aria-hidden={true}>×</span><span className='sr-only'>Close</span></button>}
            {children}
        </div>
    );
};

Modal.Title = function Title({componentClass: Element = 'h4', ...props}: Props & {componentClass: ElementType}) {
    return <Element {...props} className='modal-title'/>;
};

Modal.Body = (props: Props) => <div {...props} className='modal-body'/>;
Modal.Footer = (props: Props) => <div {...props} className='modal-footer'/>;
