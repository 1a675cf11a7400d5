import type {AdminConfig} from '@mattermost/types/config';
import type {PluginManifest} from '@mattermost/types/plugins';
import {getLicense} from 'mattermost-redux/selectors/entities/general';
import React, {type FormEvent, useRef, useState} from 'react';

import {client, errorText} from '../../client';
import {Markdown} from '../../markdown';
import {useSelector} from '../../state/store';
import type {CustomSetting, SaveAction} from '../../state/types';
import {Guarded} from '../pluggable';

import {BooleanInput, Field, type PluginSetting, SettingInput} from './setting';

type Props = {plugin: PluginManifest; config: AdminConfig; reload: () => Promise<unknown>};
type Values = Record<string, unknown>;

const noCustom: Record<string, CustomSetting> = {};

// PluginSettings is the page that plugin.json's settings_schema describes. Ids of settings are Mattermost's: dots of the plugin's id become
// pluses, keys are in lower case.
export function PluginSettings({plugin, config, reload}: Props) {
    const schema = plugin.settings_schema;
    const settings = (schema?.settings ?? []) as PluginSetting[];
    const prefix = `PluginSettings.Plugins.${plugin.id.replace(/\./g, '+')}.`;
    const enableId = `PluginSettings.PluginStates.${plugin.id.replace(/\./g, '+')}.Enable`;
    const custom = useSelector((state) => state.plugins.adminConsoleCustomComponents[plugin.id]) ?? noCustom;
    const [values, setValues] = useState<Values>(() => currentValues(plugin.id, settings, config));
    const [enabled, setEnabled] = useState(Boolean(config.PluginSettings.PluginStates[plugin.id]?.Enable));
    const [changed, setChanged] = useState(false);
    const [failure, setFailure] = useState('');
    const saveActions = useRef(new Set<SaveAction>());

    const change = (id: string, value: unknown) => {
        setValues((before) => ({...before, [id.replace(prefix, '').toLowerCase()]: value}));
        setChanged(true);
    };
    const submit = async (event: FormEvent) => {
        event.preventDefault();
        setFailure('');
        try {
            for (const action of saveActions.current) {
                const {error} = await action();
                if (error?.message) {
                    throw new Error(error.message);
                }
            }
            await save(plugin.id, config, values, enabled);
            await reload();
            setChanged(false);
        } catch (error) {
            setFailure(errorText(error));
        }
    };
    return (
        <form className='wrapper--fixed' onSubmit={submit} noValidate={true}>
            <h1 className='admin-console__header'>{plugin.name}</h1>
            {schema?.header && <Markdown className='banner' text={schema.header}/>}
            <Field id={enableId} label='Enable Plugin: '>
                <BooleanInput
                    id={enableId}
                    label='Enable Plugin'
                    value={enabled}
                    change={(value) => {
                        setEnabled(value);
                        setChanged(true);
                    }}
                />
            </Field>
            {settings.map((setting) => {
                const key = setting.key.toLowerCase();
                const props = {id: prefix + key, setting, value: values[key]};
                return custom[key] ? (
                    <Custom
                        key={key}
                        {...props}
                        custom={custom[key]}
                        config={config}
                        change={change}
                        setChanged={() => setChanged(true)}
                        saveActions={saveActions.current}
                    />
                ) : <SettingInput key={key} {...props} change={(value) => change(key, value)}/>;
            })}
            {schema?.footer && <Markdown className='banner' text={schema.footer}/>}
            <div className='admin-console-save'>
                <button id='saveSetting' data-testid='saveSetting' className='save-button btn btn-primary' disabled={!changed}>{'Save'}</button>
                {failure && <div className='error-message error-text' role='alert'>{failure}</div>}
            </div>
        </form>
    );
}

type CustomProps = {
    id: string; setting: PluginSetting; value: unknown; custom: CustomSetting; config: AdminConfig;
    change: (id: string, value: unknown) => void; setChanged: () => void; saveActions: Set<SaveAction>;
};

// Custom is a setting that the plugin renders itself. It gets the configuration as saved, as in Mattermost.
function Custom({id, setting, value, custom: {component: Component, pluginId, options}, config, change, setChanged, saveActions}: CustomProps) {
    const license = useSelector(getLicense);
    const own = (
        <Guarded pluginId={pluginId}>
            <Component
                id={id}
                label={setting.display_name}
                helpText={setting.help_text && <Markdown text={setting.help_text}/>}
                value={value}
                disabled={false}
                config={config}
                license={license}
                setByEnv={false}
                onChange={change}
                setSaveNeeded={setChanged}
                registerSaveAction={(action) => saveActions.add(action)}
                unRegisterSaveAction={(action) => saveActions.delete(action)}
            />
        </Guarded>
    );
    return options.showTitle ? <Field id={id} label={setting.display_name} help={setting.help_text}>{own}</Field> : own;
}

function currentValues(id: string, settings: PluginSetting[], config: AdminConfig): Values {
    const stored = (config.PluginSettings.Plugins[id] ?? {}) as Values;
    const known = settings.map(({key, default: byDefault}) => [key.toLowerCase(), stored[key.toLowerCase()] ?? byDefault]);
    return {...stored, ...Object.fromEntries(known)};
}

// save sends the settings of all plugins, since the server takes them at once. Values that it masked come back unchanged, which it knows.
async function save(id: string, config: AdminConfig, values: Values, enabled: boolean): Promise<void> {
    const {Plugins, PluginStates} = config.PluginSettings;
    await client.patchConfig({
        PluginSettings: {
            Plugins: {...Plugins, [id]: values},
            PluginStates: {...PluginStates, [id]: {Enable: enabled}},
        },
    } as Parameters<typeof client.patchConfig>[0]);
}
