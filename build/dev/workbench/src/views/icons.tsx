import React from 'react';

const paths = {
    close: 'M5 5l10 10M15 5L5 15',
    lock: 'M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3',
    menu: 'M3 6h14M3 10h14M3 14h14',
    people: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3.5 2.5-5 6-5s6 1.5 6 5',
    public: 'M7 3L5 17M15 3l-2 14M4 7h13M3 13h13',
    reply: 'M8 5L3 10l5 5M3 10h8c4 0 6 2 6 6',
};

export function Icon({name}: {name: keyof typeof paths}) {
    return (
        <svg className='icon' viewBox='0 0 20 20' width={16} height={16} fill='none' stroke='currentColor' strokeWidth={1.5} aria-hidden={true}>
            <path d={paths[name]}/>
        </svg>
    );
}
