// A web app as a plugin's bundler would leave it, with the libraries of the host. What it saw is in window.guineaPig, for tests.
(() => {
    const {React, ReactBootstrap, ReactIntl, ReactRedux} = window;
    const h = React.createElement;
    const id = 'com.example.guinea-pig';
    const slice = `plugins-${id}`;
    const seen = window.guineaPig = {actions: [], events: [], reconnects: 0, refused: '', uninitialized: 0, button: ''};
    const translations = {de: {'guinea_pig.greet': 'Meerschweinchen begrüßen'}};

    function Text() {
        return h(ReactIntl.FormattedMessage, {id: 'guinea_pig.greet', defaultMessage: 'Greet the guinea pig'});
    }

    function Post({post, theme, compactDisplay, isRHS}) {
        const background = theme.centerChannelBg;
        return h('div', {className: 'guinea-pig-post', style: {background}, 'data-compact': compactDisplay, 'data-rhs': isRHS},
            `Squeak: ${post.message}`);
    }

    function Greeting({theme}) {
        const dispatch = ReactRedux.useDispatch();
        const channel = ReactRedux.useSelector((state) => state[slice].greeted);
        const connection = ReactRedux.useSelector((state) => state.websocket.connectionId);
        const close = () => dispatch({type: 'GUINEA_PIG_GREETED', channel: null});
        return h(ReactBootstrap.Modal, {show: Boolean(channel), onHide: close, animation: false, 'aria-label': 'Guinea pig'},
            h(ReactBootstrap.Modal.Body, {'data-theme': theme.type, 'data-connection': connection}, `Hello from ${channel?.display_name}`),
            h(ReactBootstrap.Modal.Footer, null, h('button', {onClick: close}, 'Bye')));
    }

    function Owner({id: settingId, value, onChange, config}) {
        const label = `Owner on ${config.TeamSettings.SiteName}`;
        return h('input', {id: settingId, 'aria-label': label, value: value ?? '', onChange: (event) => onChange(settingId, event.target.value)});
    }

    class Plugin {
        initialize(registry, store) {
            window.guineaPigRegistry = registry;
            seen.state = () => store.getState();
            registry.registerReducer((state = {greeted: null}, action) => (
                action.type === 'GUINEA_PIG_GREETED' ? {greeted: action.channel} : state
            ));
            registry.registerTranslations((locale) => translations[locale] ?? {});
            registry.registerRootComponent(Greeting);
            registry.registerPostTypeComponent('custom_guinea_pig', Post);
            seen.button = registry.registerChannelHeaderButtonAction(h('i', {className: 'guinea-pig-icon'}, 'GP'), (channel, member) => {
                seen.actions.push({channel: channel.name, user: member.user_id});
                store.dispatch({type: 'GUINEA_PIG_GREETED', channel});
            }, h(Text), 'Greet the guinea pig');
            registry.registerWebSocketEventHandler('posted', (message) => seen.events.push(JSON.parse(message.data.post).message));
            registry.registerReconnectHandler(() => seen.reconnects++);
            registry.registerAdminConsoleCustomSetting('Owner', Owner, {showTitle: true});
            registry.registerSlashCommandWillBePostedHook((message, args) => (
                message.startsWith('/squeak') ? {message: message.replace('/squeak', '/shrug'), args} : {message, args}
            ));
            this.panel = registry.registerRightHandSidebarComponent({component: () => h('p', null, 'All about hay'), title: 'Guinea pigs'});
            registry.registerChannelHeaderMenuAction('About guinea pigs', () => store.dispatch(this.panel.showRHSPlugin));
            try {
                registry.registerTimeMachine();
            } catch (error) {
                seen.refused = error.message;
            }
        }

        uninitialize() {
            seen.uninitialized++;
        }
    }
    window.registerPlugin(id, new Plugin());
})();
