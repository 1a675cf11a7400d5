import type {Post} from '@mattermost/types/posts';
import React, {useState} from 'react';

import {client, errorText} from '../client';
import {Markdown} from '../markdown';
import {expectDialog} from '../state/dialog';

import {useOptions} from './options';

// MessageAttachment is what Mattermost takes from Slack's format. Everything is optional.
export type MessageAttachment = {
    actions?: AttachmentAction[];
    author_name?: string;
    author_link?: string;
    color?: string;
    fields?: Array<{title: string; value: unknown; short?: boolean}>;
    footer?: string;
    image_url?: string;
    pretext?: string;
    text?: string;
    thumb_url?: string;
    title?: string;
    title_link?: string;
};
type AttachmentAction = {
    id: string; name: string; type?: 'button' | 'select'; style?: string; disabled?: boolean; cookie?: string;
    data_source?: string; default_option?: string; options?: Array<{text: string; value: string}>;
};

const namedColours: Record<string, string> = {good: '#339970', warning: '#cc8f00', danger: '#d24b4e'};

export function Attachment({post, attachment}: {post: Post; attachment: MessageAttachment}) {
    const {pretext, color = '', author_name: author, author_link: authorLink, thumb_url: thumb, image_url: image, footer} = attachment;
    return (
        <div className='attachment'>
            {pretext && <Markdown className='attachment__thumb-pretext' text={pretext}/>}
            <div className='attachment__content'>
                <div className='attachment__container' style={{borderLeftColor: namedColours[color] ?? (color || undefined)}}>
                    {author && <Linked className='attachment__author-name' text={author} address={authorLink}/>}
                    {attachment.title && <h1 className='attachment__title'><Linked className='attachment__title-link' text={attachment.title} address={attachment.title_link}/></h1>}
                    {thumb && <img className='attachment__thumb' src={thumb} alt=''/>}
                    <div className='attachment__body'>
                        {attachment.text && <Markdown text={attachment.text}/>}
                        <Fields fields={attachment.fields ?? []}/>
                        {image && <img className='attachment__image' src={image} alt=''/>}
                        {footer && <div className='attachment__footer-container'>{footer}</div>}
                        <Actions post={post} actions={attachment.actions ?? []}/>
                    </div>
                </div>
            </div>
        </div>
    );
}

function Linked({text, address, className}: {text: string; address?: string; className: string}) {
    return address ? <a className={className} href={address} target='_blank' rel='noreferrer'>{text}</a> : <span className={className}>{text}</span>;
}

function Fields({fields}: {fields: NonNullable<MessageAttachment['fields']>}) {
    return (
        <dl className='attachment-fields'>
            {fields.map(({title, value, short}, i) => (
                <div key={i} className={short ? 'attachment-field--short' : ''}>
                    <dt className='attachment-field__caption'>{title}</dt>
                    <dd className='attachment-field'><Markdown text={String(value)}/></dd>
                </div>
            ))}
        </dl>
    );
}

function Actions({post, actions}: {post: Post; actions: AttachmentAction[]}) {
    const [failure, setFailure] = useState('');
    const act = async ({id, cookie = ''}: AttachmentAction, selected = '') => {
        setFailure('');
        try {
            const answer = await client.doPostActionWithCookie(post.id, id, cookie, selected);
            expectDialog((answer as {trigger_id?: string}).trigger_id ?? '');
        } catch (error) {
            setFailure(errorText(error));
        }
    };
    return actions.length > 0 ? (
        <div className='attachment-actions'>
            {actions.map((action) => (action.type === 'select' ? <Select key={action.id} action={action} select={(value) => act(action, value)}/> : (
                <button
                    key={action.id}
                    data-action-id={action.id}
                    className={`btn btn-sm ${action.style === 'primary' ? 'btn-primary' : ''}`}
                    disabled={action.disabled}
                    onClick={() => act(action)}
                >
                    {action.name}
                </button>
            )))}
            {failure && <div className='has-error' role='alert'><label className='control-label'>{failure}</label></div>}
        </div>
    ) : null;
}

function Select({action, select}: {action: AttachmentAction; select: (value: string) => void}) {
    const options = useOptions(action.data_source, action.options);
    return (
        <select
            className='form-control'
            aria-label={action.name}
            disabled={action.disabled}
            defaultValue={action.default_option ?? ''}
            onChange={(event) => select(event.target.value)}
        >
            <option value='' disabled={true}>{action.name}</option>
            {options.map(({text, value}) => <option key={value} value={value}>{text}</option>)}
        </select>
    );
}
