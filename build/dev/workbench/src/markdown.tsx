// Mattermost's flavour of Markdown, nearly: line breaks count, HTML is text, @mentions stand out. window.PostUtils for plugins.
import DOMPurify from 'dompurify';
import {Marked, type TokenizerAndRendererExtension, type Tokens} from 'marked';
import React, {type ReactElement} from 'react';

export type FormatOptions = {markdown?: boolean; singleline?: boolean};

const mention: TokenizerAndRendererExtension = {
    name: 'mention',
    level: 'inline',
    start: (text) => text.search(/(?<!\w)@[a-z]/i),
    tokenizer: (text) => {
        const match = /^@[a-z0-9][a-z0-9._-]*/i.exec(text);
        return match ? {type: 'mention', raw: match[0]} : undefined;
    },
    renderer: ({raw}: Tokens.Generic) => `<span class="mention-link" data-mention="${raw.slice(1)}">${raw}</span>`,
};

const marked = new Marked({
    gfm: true,
    breaks: true,
    extensions: [mention],
    renderer: {html: ({text}) => escapeHTML(text)},
});

const purifier = DOMPurify();
purifier.addHook('afterSanitizeAttributes', (element) => {
    if (element.tagName === 'A') {
        element.className = 'theme markdown__link';
        element.setAttribute('target', '_blank');
        element.setAttribute('rel', 'noreferrer');
    }
});

// formatText turns a message into safe HTML.
export function formatText(text: string, {markdown = true, singleline = false}: FormatOptions = {}): string {
    if (!markdown) {
        return escapeHTML(text);
    }
    const html = singleline ? marked.parseInline(text, {async: false}) : marked.parse(text, {async: false});
    return purifier.sanitize(html);
}

export function messageHtmlToComponent(html: string): ReactElement {
    return <span dangerouslySetInnerHTML={{__html: purifier.sanitize(html)}}/>;
}

export function Markdown({text, className, id}: {text: string; className?: string; id?: string}): ReactElement {
    return <div id={id} className={className} dir='auto' dangerouslySetInnerHTML={{__html: formatText(text)}}/>;
}

function escapeHTML(text: string): string {
    return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
