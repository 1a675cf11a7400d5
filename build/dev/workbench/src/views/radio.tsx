import React from 'react';

type Option = {text: string; value: string};
type Props = {name: string; options: Option[]; value: unknown; change: (value: string) => void};

// Radio lets the user choose one of a few options, in a dialog or the System Console.
export function Radio({name, options, value, change}: Props) {
    return (
        <>
            {options.map((option) => (
                <div key={option.value} className='radio'>
                    <label>
                        <input type='radio' name={name} value={option.value} checked={value === option.value} onChange={() => change(option.value)}/>
                        {option.text}
                    </label>
                </div>
            ))}
        </>
    );
}
