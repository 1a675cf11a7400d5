// Which WebSocket events plugins want to hear of.
import type {WebSocketMessage} from '@mattermost/client';

export type Handler = (message: WebSocketMessage) => unknown;

const eventHandlers = new Map<string, Map<string, Handler>>();
const reconnectHandlers = new Map<string, () => void>();

export function registerHandler(pluginId: string, event: string, handler: Handler): void {
    eventHandlers.set(pluginId, (eventHandlers.get(pluginId) ?? new Map()).set(event, handler));
}

export function unregisterHandler(pluginId: string, event: string): void {
    eventHandlers.get(pluginId)?.delete(event);
}

export function registerReconnect(pluginId: string, handler: () => void): void {
    reconnectHandlers.set(pluginId, handler);
}

export function unregisterReconnect(pluginId: string): void {
    reconnectHandlers.delete(pluginId);
}

export function forgetHandlers(pluginId: string): void {
    eventHandlers.delete(pluginId);
    reconnectHandlers.delete(pluginId);
}

export function tellPlugins(message: WebSocketMessage): void {
    eventHandlers.forEach((handlers) => handlers.get(message.event)?.(message));
}

export function tellReconnected(): void {
    reconnectHandlers.forEach((handler) => handler());
}
