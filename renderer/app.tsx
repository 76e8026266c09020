/** The page begins here: it connects to the program, listens to what it tells, and draws the window. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import './styles/tokens.css';
import './styles/buttons.css';
import './styles/fields.css';
import './styles/notices.css';
import './styles/frame.css';
import './styles/bar.css';
import './styles/models.css';
import './styles/glossary.css';
import './styles/facing.css';
import './styles/spoken-translation.css';
import './styles/floating.css';
import './styles/rooms.css';
import './styles/words.css';
import './styles/translate.css';
import './styles/aligned.css';
import './styles/see.css';
import './styles/sight.css';
import './styles/summarize.css';
import './styles/languages.css';
import './styles/narrow.css';
import './styles/forced-colors.css';
import { render } from 'preact';
import iconAddress from '../assets/icon.svg';
import { createAnnouncer } from './announcer.ts';
import { createCameraControl } from './camera-control.ts';
import { listenToPaste } from './capture/paste.ts';
import { refreshMicrophones } from './capture/remembered-microphone.ts';
import { connect } from './connection.ts';
import { SurroundingsProvider } from './context.ts';
import { createDeeds } from './deeds.ts';
import { createDocumentControl } from './document-control.ts';
import { listenToHush } from './hush-key.ts';
import { listenToKeys } from './key-listener.ts';
import { createPicturePreviews } from './picture-previews.ts';
import { listenToProgram } from './program-listener.ts';
import { createScreenControl } from './screen-control.ts';
import { createSeeControl } from './see-control.ts';
import { createStore } from './store.ts';
import { createSummarizeControl } from './summarize-control.ts';
import { createTakeControl } from './take.ts';
import { createTranslateControl } from './translate-control.ts';
import { WindowView } from './views/window-view.tsx';
import { createWatchControl } from './watch-control.ts';

const connection = connect();
const { program } = connection;
const store = createStore();
const announcer = createAnnouncer(store);
const take = createTakeControl(program, store);
const translate = createTranslateControl(program, store, announcer);
const documents = createDocumentControl(program, store, announcer);
const see = createSeeControl(program, store, announcer);
const watch = createWatchControl({ program, store, announcer, take });
const camera = createCameraControl(store, see, watch);
const screen = createScreenControl(program, store, see, watch);
const summarize = createSummarizeControl(program, store, announcer);
const previews = createPicturePreviews(program);
const deeds = createDeeds({ ...connection, store, announcer, translate, documents, see, watch, summarize });

listenToProgram(connection, store, announcer);
listenToKeys(store, take, deeds);
listenToHush(watch);
listenToPaste(store, see);
connection.onStatus((status) => status === 'connected' && void see.readAgain());
void refreshMicrophones(store);
navigator.mediaDevices?.addEventListener('devicechange', () => void refreshMicrophones(store));

const icon = document.createElement('link');
icon.rel = 'icon';
icon.href = iconAddress;
document.head.append(icon);

render(
  <SurroundingsProvider
    value={{
      ...{ program, store, announcer, take, translate, documents },
      ...{ see, camera, screen, watch, previews, summarize, deeds },
    }}
  >
    <WindowView />
  </SurroundingsProvider>,
  document.body,
);
