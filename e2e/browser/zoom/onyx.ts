// Onyx is Mattermost's own dark theme, as it stores one.
export const onyx = {
    type: 'Onyx', sidebarBg: '#202228', sidebarText: '#ffffff', sidebarTeamBarBg: '#292c33', sidebarHeaderTextColor: '#ffffff',
    onlineIndicator: '#3db887', centerChannelBg: '#191b1f', centerChannelColor: '#e3e4e8', linkColor: '#5d89ea', buttonBg: '#4a7ce8',
    buttonColor: '#ffffff', errorTextColor: '#da6c6e',
};
