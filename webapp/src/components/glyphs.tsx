// Pictures, in the colour of the text around them.
import React from 'react';

const paths = {
    video: 'M17 10.5V7a1 1 0 0 0-1-1H4a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-3.5l4 4v-11z',
    join: 'M10 17v-3H3v-4h7V7l5 5zM12 3h7a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-7v-2h7V5h-7z',
    lines: 'M4 5h16v2H4zm0 6h16v2H4zm0 6h10v2H4z',
    share: 'M18 16a3 3 0 0 0-2.2 1l-6.9-4a3 3 0 0 0 0-2l6.9-4A3 3 0 1 0 15 5l-7 4a3 3 0 1 0 0 6l7 4a3 3 0 1 0 3-3z',
    copy: 'M16 1H4a2 2 0 0 0-2 2v14h2V3h12zm3 4H8a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2zm0 16H8V7h11z',
    done: 'M9 16.2 4.8 12l-1.4 1.4L9 19 21 7l-1.4-1.4z',
    problem: 'M12 2 1 21h22zm1 16h-2v-2h2zm0-4h-2V9h2z',
};

export type GlyphName = keyof typeof paths;

export function Glyph({name, size = 18}: {name: GlyphName; size?: number}) {
    return (
        <svg className='zoom-glyph' width={size} height={size} viewBox='0 0 24 24' aria-hidden={true}>
            <path d={paths[name]}/>
        </svg>
    );
}
