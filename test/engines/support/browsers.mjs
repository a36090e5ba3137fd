import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const first = (...paths) => paths.find((path) => existsSync(path));
const CHROMIUM =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** MiniBrowser, the window that WebKit's GTK driver drives, lies with its library. */
function miniBrowser() {
  const libraries = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"].filter(existsSync);
  const found = libraries.flatMap((library) =>
    readdirSync(library)
      .filter((name) => name.startsWith("webkit2gtk-"))
      .map((name) => join(library, name, "MiniBrowser")),
  );
  return first("/usr/bin/xvfb-run") && first(...found);
}

/** Browsers as Debian has them: where they are, and how to open an address in a fresh profile. */
export const BROWSERS = [
  {
    name: "Chromium",
    path: first("/usr/bin/chromium"),
    command: (path, url, profile) => [path, ...CHROMIUM.split(" "), `--user-data-dir=${profile}`, url],
  },
  {
    name: "Firefox",
    path: first("/usr/bin/firefox-esr", "/usr/bin/firefox"),
    command: (path, url, profile) => [path, "--headless", "--no-remote", "--profile", profile, url],
  },
  {
    name: "WebKit (GTK)",
    path: miniBrowser(),
    command: (path, url) => ["xvfb-run", "-a", path, "--private", url],
  },
];

/** Opens an address, waits for what the page reports, and ends the browser that was started here. */
export async function open(browser, url, report, seconds = 120) {
  const profile = mkdtempSync(join(tmpdir(), "subnewton-browser-"));
  const [command, ...args] = browser.command(browser.path, url, profile);
  const env = { ...process.env, HOME: profile, LIBGL_ALWAYS_SOFTWARE: "1" };
  const child = spawn(command, args, { detached: true, stdio: ["ignore", "ignore", "pipe"], env });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${browser.name} reported nothing in ${seconds} s\n${said}`)),
      1000 * seconds,
    );
  });
  try {
    return await Promise.race([report, late]);
  } finally {
    clearTimeout(timer);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    try {
      process.kill(-child.pid);
    } catch {}
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
