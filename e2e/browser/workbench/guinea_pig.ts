import type {Page} from '@playwright/test';

export const id = 'com.example.guinea-pig';

// Seen is what the guinea pig notes of what its host does with it.
type Seen = {actions: Array<{channel: string; user: string}>; events: string[]; reconnects: number; refused: string; uninitialized: number};

export function seen(page: Page): Promise<Seen> {
    return page.evaluate(() => (window as unknown as {guineaPig: Seen}).guineaPig);
}
