import {fireEvent, screen} from '@testing-library/react';
import React from 'react';
import {expect, test, vi} from 'vitest';

import {Setup} from '../src/components/setup';
import {loadConsole} from '../src/load_console';

import {show} from './host';

vi.mock('../src/load_console', () => ({loadConsole: vi.fn()}));

const loaded = {Panel: ({config}: {config?: unknown}) => <p>{`the panel of ${String(config)}`}</p>};

test('the panel is fetched when the System Console shows it', async () => {
    vi.mocked(loadConsole).mockResolvedValueOnce(loaded);
    const {container} = show(<Setup config='the settings'/>);
    expect(container.textContent).toBe('');
    expect(await screen.findByText('the panel of the settings')).toBeTruthy();
});

test('a panel that could not be fetched says so, and can be fetched again', async () => {
    vi.mocked(loadConsole).mockReset().mockRejectedValueOnce(new TypeError('Failed to fetch')).mockResolvedValueOnce(loaded);
    show(<Setup config='c'/>);
    expect((await screen.findByRole('alert')).textContent).toContain('could not be reached');
    fireEvent.click(screen.getByRole('button', {name: 'Try again'}));
    expect(await screen.findByText('the panel of c')).toBeTruthy();
    expect(loadConsole).toHaveBeenCalledTimes(2);
});
