import { render } from 'preact';
import type { GradebookData } from '../gradebook_data.ts';
import { App } from './app.tsx';
import '../../../workbook/page/css/colours.css';
import './base.css';
import './gradebook.css';
import './table.css';
import './heat.css';
import './print.css';
import './gradebook_print.css';

const data: GradebookData = JSON.parse(document.getElementById('data')?.textContent ?? '{}');
const place = document.getElementById('app') as HTMLElement;
place.textContent = '';
render(<App data={data} />, place);
document.documentElement.dataset.ready = 'yes';
