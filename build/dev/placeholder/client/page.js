// Talks to Mattermost's REST API with the cookies of a login. Everything that people wrote is shown as text, never as HTML.
const demoPassword = 'Demo-user-123';
const postsShown = 20;
const api4 = new URL('../api/v4', import.meta.url); // this file is <SiteURL>/static/page.js

const find = (selector) => document.querySelector(selector);
const channels = find('#channel');

function cookie(name) {
    return document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

async function api(path, body) {
    const response = await fetch(`${api4}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {'X-Requested-With': 'XMLHttpRequest', 'X-CSRF-Token': cookie('MMCSRF')},
        body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) {
        throw Object.assign(new Error(answer.message), {status: response.status});
    }
    return answer;
}

function element(tag, text = '', properties = {}) {
    return Object.assign(document.createElement(tag), {textContent: text}, properties);
}

function link(text, address) {
    const safe = /^https?:/.test(address);
    return safe ? element('a', text, {href: address, target: '_blank', rel: 'noopener'}) : element('span', text);
}

function attachment({pretext = '', title = '', title_link: address = '', text = ''}) {
    const box = element('div', '', {className: 'attachment'});
    box.append(element('p', pretext), link(title, address), paragraph(text));
    return box;
}

// Turns addresses, bare or as Markdown's [text](address), into links.
function paragraph(text) {
    const box = element('p');
    let end = 0;
    for (const match of text.matchAll(/\[([^\]]+)\]\((https?:[^\s)]+)\)|https?:[^\s)]+/g)) {
        box.append(text.slice(end, match.index), link(match[1] ?? match[0], match[2] ?? match[0]));
        end = match.index + match[0].length;
    }
    box.append(text.slice(end));
    return box;
}

function item(post, author) {
    const line = element('li');
    const sent = new Date(post.create_at);
    const time = element('time', sent.toLocaleTimeString(), {dateTime: sent.toISOString()});
    line.append(element('strong', author), ' ', time, paragraph(post.message));
    line.append(...(post.props.attachments ?? []).map(attachment));
    return line;
}

async function showPosts() {
    const channel = channels.value;
    const {order, posts} = await api(`/channels/${channel}/posts?per_page=${postsShown}`);
    const shown = order.toReversed().map((id) => posts[id]);
    const users = await api('/users/ids', [...new Set(shown.map((post) => post.user_id))]);
    const names = new Map(users.map((user) => [user.id, user.username]));
    if (channel !== channels.value) {
        return;
    }
    const list = find('#posts');
    list.replaceChildren(...shown.map((post) => item(post, names.get(post.user_id) ?? 'someone')));
    list.scrollTop = list.scrollHeight;
}

async function send(message) {
    if (!message.startsWith('/')) {
        await api('/posts', {channel_id: channels.value, message});
        return;
    }
    const answer = await api('/commands/execute', {channel_id: channels.value, command: message});
    if (answer.goto_location) {
        window.open(answer.goto_location, '_blank', 'noopener');
    }
}

function listen() {
    const socket = new WebSocket(`${api4}/websocket`.replace(/^http/, 'ws'));
    socket.onmessage = ({data}) => {
        const {event, data: payload} = JSON.parse(data);
        if (event === 'posted' || event === 'post_edited' || event === 'post_deleted') {
            guard(showPosts);
        } else if (event === 'ephemeral_message') {
            find('#status').replaceChildren(...paragraph(JSON.parse(payload.post).message).childNodes);
        }
    };
}

async function open() {
    if (!cookie('MMUSERID')) {
        throw new Error('Nobody is logged in.');
    }
    const me = await api('/users/me');
    const [team] = await api('/users/me/teams');
    const all = team ? await api(`/users/me/teams/${team.id}/channels`) : [];
    const named = all.filter((channel) => channel.display_name && channel.team_id);
    channels.replaceChildren(...named.map((channel) => element('option', channel.display_name, {value: channel.id})));
    find('#me').textContent = me.username;
    find('#login').hidden = true;
    find('#workspace').hidden = false;
    listen();
    await showPosts();
}

async function guard(action) {
    try {
        await action();
    } catch (error) {
        find('#status').textContent = error.message;
    }
}

function onSubmit(selector, action) {
    find(selector).addEventListener('submit', (event) => {
        event.preventDefault();
        find('#status').textContent = '';
        guard(() => action(event.target.elements));
    });
}

onSubmit('#login', async ({username}) => {
    await api('/users/login', {login_id: username.value, password: demoPassword});
    await open();
});
onSubmit('#composer', async ({message}) => {
    const sent = message.value;
    message.value = ''; // Enter once more sends nothing.
    find('#status').textContent = 'Sending …';
    try {
        await send(sent);
        if (find('#status').textContent === 'Sending …') {
            find('#status').textContent = '';
        }
    } catch (error) {
        message.value = sent;
        throw error;
    }
});
channels.addEventListener('change', () => guard(showPosts));
find('#logout').addEventListener('click', () => guard(async () => {
    await api('/users/logout', {});
    location.reload();
}));

// The cookie may be that of an expired session.
open().catch(() => {
    find('#login').hidden = false;
});
