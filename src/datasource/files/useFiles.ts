import { useEffect, useState } from 'react';
import { listFiles, onFilesChange, type SavedFile } from './files';

/** The saved profiles of this browser, the newest first; undefined until they are read. */
export function useFiles(): readonly SavedFile[] | undefined {
  const [files, setFiles] = useState<readonly SavedFile[]>();
  useEffect(() => {
    let isShown = true;
    const read = async () => {
      const all = await listFiles();
      if (isShown) {
        setFiles(all);
      }
    };
    void read();
    const stop = onFilesChange(() => void read());
    return () => {
      isShown = false;
      stop();
    };
  }, []);
  return files;
}
