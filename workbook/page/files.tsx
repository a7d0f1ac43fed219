import type { CourseFile, CourseLab } from '../server/api.ts';
import { CopyButton } from './copy_button.tsx';
import { TEXTS } from './texts.ts';

/** The student's files of a lab, each a link that opens it: the program first, the others folded where they are many. */
export function Files({ lab, onOpen }: { lab: CourseLab; onOpen: () => void }) {
  const path = `labs/${lab.folder}/${lab.program}`;
  const program = lab.files.find(({ name }) => name === lab.program);
  const others = lab.files.filter((file) => file !== program);
  return (
    <div class="files">
      <span class="file">
        {program ? <Link file={program} /> : <code class="file-link">{lab.program}</code>}
        <CopyButton text={path} label={TEXTS.lab.copyPath} />
      </span>
      {others.length === 1 ? others.map((file) => <Link key={file.path} file={file} />) : null}
      {others.length > 1 ? (
        <details class="other-files">
          <summary>{TEXTS.lab.otherFiles(others.length)}</summary>
          <ul>
            {others.map((file) => (
              <li key={file.path}>
                <Link file={file} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <button type="button" class="quiet edit-button" onClick={onOpen}>
        {TEXTS.lab.edit}
      </button>
    </div>
  );
}

function Link({ file: { name, path, editorUrl } }: { file: CourseFile }) {
  return (
    <a class="file-link" href={editorUrl} title={`${TEXTS.lab.edit}: ${path}`}>
      {name}
    </a>
  );
}
