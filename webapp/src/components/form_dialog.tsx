import React, {useState} from 'react';
import {useDispatch, useSelector} from 'react-redux';

import {message, type MessageId} from '../i18n';
import {useMeetings} from '../meetings';
import {longestTopic} from '../post_props';
import {judge} from '../reference';
import {cancelForm, closeForm, editForm, isFrom, select, type Form} from '../store';

import {DialogParts} from './dialog_parts';
import {FailureText} from './failure_text';
import {TextField, type Field} from './text_field';

type Props = {form: Form};

export function FormDialog(props: Props) {
    return props.form.kind === 'topic' ? <TopicForm {...props}/> : <ShareForm {...props}/>;
}

function TopicForm({form}: Props) {
    const ask = useMeetings();
    const topic = form.text.trim();
    const isTooLong = Array.from(topic).length > longestTopic;
    const submit = () => {
        if (!isTooLong) {
            ask({channelId: form.channelId, rootId: form.rootId, topic, personal: form.personal}, form.id);
        }
    };
    return (
        <Fields
            form={form}
            title='zoom.menu.topic'
            button='zoom.form.start'
            submit={submit}
            field={{
                label: 'zoom.form.topic',
                problem: isTooLong ? 'zoom.problem.topic_too_long' : undefined,
                refusals: ['topic_too_long'],
            }}
        />
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
        if (personal) {
            ask({channelId, rootId, share: true, personal}, form.id);
        } else if (!problem) {
            ask({channelId, rootId, share: true, reference: text.trim()}, form.id);
        }
    };
    return (
        <Fields
            form={form}
            title='zoom.menu.share'
            button='zoom.form.share'
            submit={submit}
            field={{
                label: 'zoom.form.reference',
                left: () => setFinished(text !== ''),
                disabled: personal,
                problem: !personal && (finished || final) ? problem : undefined,
                refusals: ['bad_reference', 'foreign_link', 'host_link', 'personal_link', 'other_link'],
            }}
        />
    );
}

// Fields has what both forms share: the field, the personal meeting, why the server refused, and the buttons.
function Fields({form, title, button, submit, field}: Props & {
    title: MessageId;
    button: MessageId;
    submit: () => void;
    // refusals are the codes of the server's errors that are about the field.
    field: Field & {refusals: string[]};
}) {
    const {refusal, working} = useSelector(select);
    const dispatch = useDispatch();
    const isOurs = isFrom(form, working);
    const busy = working?.request.share ? 'zoom.sharing_short' : 'zoom.starting_short';
    const isOfField = refusal !== null && field.refusals.includes(refusal.code);
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
                // What is under way goes on without the dialog.
                no={isOurs ? 'zoom.notice.close' : 'zoom.form.cancel'}
                close={() => dispatch(isOurs ? closeForm() : cancelForm())}
                yes={
                    <button type='submit' className='zoom-button zoom-primary' aria-disabled={Boolean(working)}>
                        {message(isOurs ? busy : button)}
                    </button>
                }
            >
                <TextField form={form} {...field} refusal={isOfField ? refusal : null}/>
                <label className='zoom-personal'>
                    <input type='checkbox' checked={form.personal} onChange={({target}) => dispatch(editForm(form, {personal: target.checked}))}/>
                    {message('zoom.form.personal')}
                </label>
                {refusal && !isOfField && <div className='zoom-refusal' role='alert'><FailureText failure={refusal}/></div>}
            </DialogParts>
        </form>
    );
}
