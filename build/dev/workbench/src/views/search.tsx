// Search, and the mentions of oneself, on the right-hand side.
import {getPost} from 'mattermost-redux/selectors/entities/posts';
import React, {type FormEvent, useEffect, useState} from 'react';

import {searchPosts} from '../state/load';
import {dispatch, useSelector} from '../state/store';

import {Post} from './post';

export function SearchBox({username}: {username: string}) {
    const [terms, setTerms] = useState('');
    const search = (event: FormEvent) => {
        event.preventDefault();
        dispatch({type: 'SHOW_SEARCH', terms});
    };
    return (
        <>
            <form className='search-form' role='search' onSubmit={search}>
                <input id='searchBox' className='form-control' aria-label='Search' placeholder='Search' value={terms} onChange={(event) => setTerms(event.target.value)}/>
            </form>
            <button id='channelHeaderMentionButton' aria-label='Recent mentions' onClick={() => dispatch({type: 'SHOW_SEARCH', terms: `@${username}`})}>{'@'}</button>
        </>
    );
}

export function SearchResults({terms}: {terms: string}) {
    const [found, setFound] = useState<string[]>([]);
    useEffect(() => {
        let outdated = false;
        searchPosts(terms).then((ids) => !outdated && setFound(ids), (error: unknown) => console.error(error));
        return () => {
            outdated = true;
        };
    }, [terms]);
    return (
        <div id='search-items-container' className='search-items-container post-right__content' role='list' aria-label='Search results'>
            {found.map((id) => <Result key={id} id={id}/>)}
        </div>
    );
}

function Result({id}: {id: string}) {
    const post = useSelector((state) => getPost(state, id));
    return post ? <div className='search-item__container' data-testid='search-item-container'><Post post={post} location='SEARCH' consecutive={false}/></div> : null;
}
