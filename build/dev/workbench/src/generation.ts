// Whether the workbench stands for Mattermost 6.7, with React 16, or for 11.1, with React 18.
import {version} from 'react';

export const is6 = version.startsWith('16.');
