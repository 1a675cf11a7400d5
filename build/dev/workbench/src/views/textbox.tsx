import React, {type ChangeEvent, type KeyboardEvent, type Ref} from 'react';

type Props = {
    id: string;
    value: string;
    createMessage?: string;
    disabled?: boolean;
    onChange: (event: ChangeEvent<HTMLTextAreaElement>) => void;
    onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
    inputRef?: Ref<HTMLTextAreaElement>;
    aria?: React.AriaAttributes;
};

export function Textbox({id, value, createMessage = '', disabled, onChange, onKeyDown, inputRef, aria}: Props) {
    return (
        <textarea
            id={id}
            data-testid={id}
            ref={inputRef}
            className='form-control custom-textarea'
            rows={Math.min(8, value.split('\n').length)}
            placeholder={createMessage}
            aria-label={createMessage}
            {...aria}
            disabled={disabled}
            value={value}
            onChange={onChange}
            onKeyDown={onKeyDown}
        />
    );
}
