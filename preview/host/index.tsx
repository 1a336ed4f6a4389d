import './boot';
import './fonts.css';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startServices } from './start';
import React from 'react';

const root = document.getElementById('reactRoot');
if (root) {
  startServices()
    .then(() => createRoot(root).render(<App />))
    .catch((error: unknown) => {
      console.error(error);
      root.textContent = `The preview host could not start: ${error instanceof Error ? error.message : String(error)}`;
    });
}
