import React, {useState, type ReactNode} from 'react';
import {useDispatch, useSelector} from 'react-redux';

import {message, type MessageId} from '../i18n';
import {useMeetings} from '../meetings';
import {judge} from '../reference';
import {cancelForm, editForm, isFrom, select, type Form} from '../store';

import {DialogParts} from './dialog_parts';
import {FailureText} from './failure_text';
import {TextField} from './text_field';

const longestTopic = 200; // characters, as in server/meeting/topic.go

type Props = {form: Form};

export function FormDialog(props: Props) {
    return props.form.kind === 'topic' ? <TopicForm {...props}/> : <ShareForm {...props}/>;
}

function TopicForm({form}: Props) {
    const ask = useMeetings();
    const topic = form.text.trim();
    const problem = Array.from(topic).length > longestTopic ? 'zoom.problem.topic_too_long' : undefined;
    const submit = () => problem || ask({channelId: form.channelId, rootId: form.rootId, topic, personal: form.personal}, form.id);
    return (
        <Fields form={form} title='zoom.menu.topic' button='zoom.form.start' submit={submit}>
            <TextField form={form} label='zoom.form.topic' problem={problem} refusals={['topic_too_long']}/>
        </Fields>
    );
}

function ShareForm({form}: Props) {
    const {channelId, rootId, text, personal} = form;
    // Half a number is not called wrong while somebody is typing it.
    const [finished, setFinished] = useState(false);
    const ask = useMeetings();
    const {problem, final} = judge(text);
    const submit = () => {
        setFinished(true);
        if (personal || !problem) {
            ask({channelId, rootId, share: true, ...(personal ? {personal} : {reference: text.trim()})}, form.id);
        }
    };
    return (
        <Fields form={form} title='zoom.menu.share' button='zoom.form.share' submit={submit}>
            <TextField
                form={form}
                label='zoom.form.reference'
                left={() => setFinished(text !== '')}
                disabled={personal}
                problem={!personal && (finished || final) ? problem : undefined}
                refusals={['bad_reference', 'foreign_link', 'host_link', 'personal_link', 'other_link']}
            />
        </Fields>
    );
}

// Fields has what both forms share: the personal meeting, why the server refused, and the buttons.
function Fields({form, title, button, submit, children}: Props & {
    title: MessageId; button: MessageId; submit: () => void; children: ReactNode;
}) {
    const {refusal, working} = useSelector(select);
    const dispatch = useDispatch();
    const busy = working?.request.share ? 'zoom.sharing_short' : 'zoom.starting_short';
    return (
        <form
            id='zoom_form'
            noValidate={true}
            onSubmit={(event) => {
                event.preventDefault();
                submit();
            }}
        >
            <DialogParts
                title={title}
                no='zoom.form.cancel'
                close={() => dispatch(cancelForm())}
                yes={
                    <button type='submit' className='zoom-button zoom-primary' aria-disabled={Boolean(working)}>
                        {message(isFrom(form, working) ? busy : button)}
                    </button>
                }
            >
                {children}
                <label className='zoom-personal'>
                    <input type='checkbox' checked={form.personal} onChange={({target}) => dispatch(editForm(form, {personal: target.checked}))}/>
                    {message('zoom.form.personal')}
                </label>
                {refusal && <div id='zoom_refusal' role='alert'><FailureText failure={refusal}/></div>}
            </DialogParts>
        </form>
    );
}
