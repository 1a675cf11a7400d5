import {expect, test} from '../fixtures';

test('the libraries that plugins leave out are on window', async ({channelPage: {page, textbox}, baseURL}) => {
    await expect(textbox).toBeVisible();
    const {Version: server} = await (await page.request.get(`${baseURL}/api/v4/config/client?format=old`)).json();
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- globals of the host
    const found = await page.evaluate((host: any = window) => ({
        react: host.React.version,
        dom: typeof host.ReactDOM.render,
        present: [
            host.ReactDOM.createPortal, host.ReactIntl.FormattedMessage, host.Redux.combineReducers, host.ReactRedux.useSelector,
            host.ReactBootstrap.Modal, host.ReactBootstrap.OverlayTrigger, host.ReactRouterDom.Link, host.PropTypes.string, host.Luxon.DateTime,
            host.PostUtils.formatText, host.PostUtils.messageHtmlToComponent, host.openInteractiveDialog, host.WebappUtils.browserHistory.push,
            host.WebappUtils.modals.openModal, host.Components.Textbox, host.Components.Timestamp, host.Components.Avatar, host.registerPlugin,
        ].map(Boolean),
        html: host.PostUtils.formatText('**bold** <img src=x onerror=alert(1)>'),
    }));
    expect(found.react).toBe(server.startsWith('6') ? '16.13.1' : '18.2.0');
    expect(found.dom).toBe('function');
    expect(found.present).not.toContain(false);
    expect(found.html).toContain('<strong>bold</strong>');
    expect(found.html).not.toContain('<img');
});
