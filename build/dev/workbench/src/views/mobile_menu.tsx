// The channel's menu in a narrow window. On 11 it is a sheet in a portal, and gone when a click in it arrives; on 6.7 it is a drop-down under a
// title that is no button.
import React, {type ReactNode, useState} from 'react';
import {Modal} from 'react-bootstrap';

import {is6} from '../generation';

import {useComponents} from './pluggable';
import {useAction} from './plugin_action';

type Item = {id: string; icon?: ReactNode; text: ReactNode; select: () => void};
type Props = {title: string; items: Item[]; open: boolean; setOpen: (open: boolean) => void};

export function MobileMenu({title}: {title: string}) {
    const [open, setOpen] = useState(false);
    const act = useAction();
    const items: Item[] = [
        ...useComponents('ChannelHeader').map((entry) => ({id: `${entry.id}_pluginmenuitem`, text: entry.text, select: () => act(entry)})),
        ...useComponents('MobileChannelHeaderButton').map((button) => (
            {id: `mobileChannelHeaderItem${button.id}`, icon: button.icon, text: button.dropdownText, select: () => act(button)}
        )),
    ];
    const ChannelMenu = is6 ? DropDown : Sheet;
    return <ChannelMenu title={title} items={items} open={open} setOpen={setOpen}/>;
}

function Sheet({title, items, open, setOpen}: Props) {
    const label = `${title} channel menu`.toLowerCase();
    return (
        <>
            <button id='channelHeaderDropdownButton' className='channel-header__trigger' aria-label={label} aria-haspopup={true} onClick={() => setOpen(true)}>
                <strong id='channelHeaderTitle' className='heading'>{title}</strong>
            </button>
            {open && (
                <Modal id='channelHeaderDropdownMenu' dialogClassName='menuModal' show={true} animation={false} aria-label={label} onHide={() => setOpen(false)}>
                    <ul role='menu' aria-label={label} onClick={() => setOpen(false)}>
                        {items.map(({id, icon, text, select}) => (
                            <li key={id} id={id} role='menuitem' tabIndex={-1} className='MuiMenuItem-root' onClick={select}>
                                {icon && <div className='leading-element'>{icon}</div>}
                                <div className='label-elements'><span>{text}</span></div>
                            </li>
                        ))}
                    </ul>
                </Modal>
            )}
        </>
    );
}

function DropDown({title, items, open, setOpen}: Props) {
    return (
        <div className={`MenuWrapper dropdown ${open ? 'open' : ''}`} onClick={() => setOpen(!open)}>
            <a><span className='heading'>{title}</span></a>
            {open && (
                <ul role='menu' aria-label='Channel Menu' className='Menu__content dropdown-menu'>
                    {items.map(({id, text, select}) => (
                        <li key={id} role='presentation' className='MenuItem'><a role='menuitem' href='#' onClick={select}>{text}</a></li>
                    ))}
                </ul>
            )}
        </div>
    );
}
