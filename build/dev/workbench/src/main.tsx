import 'bootstrap/dist/css/bootstrap.css';
import './styles/base.css';
import './styles/channel.css';
import './styles/app_bar.css';
import './styles/mobile.css';
import './styles/modal.css';
import './styles/post.css';
import './styles/console.css';
import './host_globals';

import React from 'react';

import {mount} from '#mount';

import {App} from './views/app';

mount(<App/>, document.getElementById('root') as HTMLElement);
