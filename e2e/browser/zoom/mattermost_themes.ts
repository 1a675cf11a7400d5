// Mattermost's own themes, as it stores them: the colours that a channel and its dialogs have.
const light = {centerChannelBg: '#ffffff', centerChannelColor: '#3f4350', buttonBg: '#1c58d9', buttonColor: '#ffffff', errorTextColor: '#d24b4e'};
const dark = {buttonBg: '#4a7ce8', buttonColor: '#ffffff', linkColor: '#5d89ea', sidebarText: '#ffffff'};
const all = {onlineIndicator: '#3db887', dndIndicator: '#d24b4e'};

export const denim = {
    ...all, ...light, type: 'Denim', linkColor: '#386fe5', awayIndicator: '#ffbc1f',
    sidebarBg: '#1e325c', sidebarText: '#ffffff', sidebarTeamBarBg: '#162545', sidebarHeaderTextColor: '#ffffff',
};
export const sapphire = {
    ...all, ...light, type: 'Sapphire', linkColor: '#1c58d9', awayIndicator: '#ffbc1f',
    sidebarBg: '#1543a3', sidebarText: '#ffffff', sidebarTeamBarBg: '#123582', sidebarHeaderTextColor: '#ffffff',
};
export const quartz = {
    ...all, ...light, type: 'Quartz', linkColor: '#1c58d9', awayIndicator: '#f5ab07',
    sidebarBg: '#f4f4f6', sidebarText: '#1f2228', sidebarTeamBarBg: '#e5e7eb', sidebarHeaderTextColor: '#1f2228',
};
export const indigo = {
    ...all, ...dark, type: 'Indigo', awayIndicator: '#f5ab00', centerChannelBg: '#111827', centerChannelColor: '#dddfe4', errorTextColor: '#d24b4e',
    sidebarBg: '#151e32', sidebarTeamBarBg: '#1c2740', sidebarHeaderTextColor: '#ffffff',
};
export {onyx} from './onyx';
