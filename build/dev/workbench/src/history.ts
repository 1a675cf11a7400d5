import {createBrowserHistory} from 'history';

import {basename} from './client';

export const browserHistory = createBrowserHistory({basename});
