import type {ReactElement} from 'react';
import ReactDOM from 'react-dom';

export function mount(app: ReactElement, container: Element): void {
    ReactDOM.render(app, container);
}
