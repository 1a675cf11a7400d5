import type {ReactElement} from 'react';
import {createRoot} from 'react-dom/client';

export function mount(app: ReactElement, container: Element): void {
    createRoot(container).render(app);
}
