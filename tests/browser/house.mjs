// A visitor with a real browser: Debian's chromium, driven over its own protocol.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { mkdirSync } from 'node:fs'

const modules = process.env.DSS_BROWSER_MODULES
assert.ok(modules, 'DSS_BROWSER_MODULES names the folder that holds playwright-core')
const { chromium } = createRequire(`${modules}/`)('playwright-core')

export const base = process.env.DSS_BASE ?? 'http://127.0.0.1:8080'
export const phone = { width: 390, height: 844 }
export const desktop = { width: 1280, height: 900 }
// Where pictures go when somebody wants to look at them.
const pictures = process.env.DSS_PICTURES

let running

export async function open() {
  running ??= await chromium.launch({
    executablePath: process.env.DSS_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  })
  return running
}

export async function close() {
  await running?.close()
  running = undefined
}

/** A new visitor: a context of their own, with a language, a width, with or without script. */
export async function visitor({ lang = 'vi', viewport = phone, script = true } = {}) {
  const browser = await open()
  const context = await browser.newContext({ viewport, javaScriptEnabled: script, locale: lang })
  context.setDefaultTimeout(10_000)
  await context.addCookies([{ name: 'lang', value: lang, url: base }])
  const page = await context.newPage()
  page.on('pageerror', (error) => assert.fail(`script failed on ${page.url()}: ${error}`))
  return page
}

export async function go(page, path) {
  const answer = await page.goto(base + path)
  assert.ok(answer.status() < 400, `${path} answered ${answer.status()}`)
  await fits(page)
  return page
}

/** Nothing is wider than the window: no page scrolls sideways. */
export async function fits(page) {
  const [inside, outside] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    window.innerWidth,
  ])
  assert.ok(inside <= outside, `${page.url()} is ${inside} px wide in a window of ${outside}`)
}

/** The demo prints its sign-ins; the pupils' and staff's password is one phrase. */
export async function signIn(page, name, password) {
  await go(page, '/sign-in')
  await page.fill('[name=name]', name)
  await page.fill('[name=password]', password)
  await Promise.all([page.waitForNavigation(), page.click('main form button')])
  assert.ok(!page.url().includes('sign-in'), `${name} signs in`)
}

export async function reads(page, text) {
  const body = await page.innerText('body')
  assert.ok(body.includes(text), `expected to read “${text}” on ${page.url()}`)
}

/** Sends the form the button stands in and waits for the page that follows. */
export async function press(page, label) {
  const button = page.locator('main').getByRole('button', { name: label }).first()
  await Promise.all([page.waitForNavigation(), button.click()])
  await fits(page)
}

export async function follow(page, label) {
  const link = page.locator('main').getByRole('link', { name: label }).first()
  await Promise.all([page.waitForNavigation(), link.click()])
  await fits(page)
}

export async function picture(page, name) {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}
