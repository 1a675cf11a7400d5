import type {Page} from '@playwright/test';

export const id = 'com.example.guinea-pig';

// Seen is what the guinea pig notes of what its host does with it.
type Seen = {actions: Array<{channel: string; user: string}>; events: string[]; reconnects: number; refused: string; uninitialized: number};

export function seen(page: Page): Promise<Seen> {
    return page.evaluate(() => ({...(window as unknown as {guineaPig: Seen}).guineaPig, state: undefined}));
}

// unregister takes its button away.
export function unregister(page: Page): Promise<void> {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- globals of the guinea pig
    return page.evaluate((host: any = window) => host.guineaPigRegistry.unregisterComponent(host.guineaPig.button));
}
