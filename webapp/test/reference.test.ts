// The cases of server/zoom/reference_test.go, as far as they are surely no meeting and no link.
import {expect, test} from 'vitest';

import {judge} from '../src/reference';

const invitation = 'Alice is inviting you to a scheduled Zoom meeting.\n\nTopic: Weekly\n\nJoin Zoom Meeting\n' +
    'https://us02web.zoom.us/j/85746065432?pwd=abc.1\n\nMeeting ID: 857 4606 5432\nPasscode: 4711';

test.each([
    '85746065432', '5551112222', '123456789', ' 857 4606 5432 ', '857-4606-5432', '857\u00a04606\u20115432', 'https://zoom.us/j/85746065432',
    'https://zoom.us/j/85746065432?pwd=aB+c%2Fd.1', 'https://Example.zoom.us/j/85746065432/', 'https://zoom.example.com:8443/j/85746065432',
    'zoom.us/j/85746065432?pwd=p', 'http://zoom.us/j/85746065432', 'https://app.zoom.us/wc/85746065432/join?pwd=p',
    'https://zoom.us/wc/join/85746065432', '<https://zoom.us/j/85746065432>,', 'Meeting ID: 857 4606 5432\nPasscode: 4711',
    'Agenda: https://wiki.example.net/a\nhttps://zoom.us/j/85746065432 please', 'join us at zoom.us/j/85746065432 please',
    'zoom.example.com/j/85746065432', invitation, invitation.replace(/\s+/g, ' '),
])('%j is a meeting', (typed) => expect(judge(typed)).toEqual({}));

test.each([
    'https://zoom.us/s/85746065432?zak=secret', 'https://zoom.us/wc/85746065432/start', 'https://zoom.us/my/alice', 'zoom.us/my/alice',
    'https://us02web.zoom.us/w/81234567890?tk=abc', 'https://us02web.zoom.us/webinar/register/WN_abc', 'https://zoom.us/meeting/register/tJ0abc',
    'https://zoom.us/rec/share/abc', 'zoommtg://zoom.us/join?confno=81234567890', 'https://meet.google.com/abc-defg-hij',
    'https://zoom.us/profile', 'https://zoom.us/j/', 'https://zoom.us/j/123', 'https://zoom.us/j/85746065432/../../x', 'https://zoom',
])('%j is for the server to judge', (typed) => expect(judge(typed)).toEqual({}));

const half = {problem: 'zoom.problem.bad_reference', final: false};
const wrong = {problem: 'zoom.problem.bad_reference', final: true};

test.each([
    ['', half], ['weekly sync', half], ['zoom.us', half], ['12345678', half], ['123456789012', wrong], ['1234 5678-9012', wrong], ['0123', wrong],
    ['٣٤٥٦٧٨٩٠١', half], ['−85746065432', half], ['+1 646 558 8656', half], ['857 4606 5432 or 81234567890', half],
])('%j is none', (typed, judgement) => expect(judge(typed)).toEqual(judgement));
