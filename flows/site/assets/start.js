// The root page leads to the reader's language.
location.replace(`${(navigator.languages || ["zh"]).some((one) => one.startsWith("zh")) ? "zh" : "en"}/index.html`);
