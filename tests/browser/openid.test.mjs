// Staff sign in with accounts that somebody else keeps: a real OpenID provider on this
// machine, and a house of its own that is told of it.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { close, desktop, fits, phone, picture, press, reads, visitor } from './house.mjs'

const program = process.env.DSS_PROGRAM
assert.ok(program, 'DSS_PROGRAM is the program, built with --features oidc')
const { resolve } = createRequire(`${process.env.DSS_BROWSER_MODULES}/`)
const { default: Provider } = await import(pathToFileURL(resolve('oidc-provider')))

const PASSWORD = 'moi nguoi biet mot it'
const said = {
  vi: {
    button: 'Đăng nhập bằng Cổng Phường', unverified: 'chưa xác nhận địa chỉ thư',
    unknown: 'Chưa có tài khoản cán bộ nào', away: 'chưa liên lạc được với Cổng Phường',
  },
  en: {
    button: 'Sign in with Ward Portal', unverified: 'has not verified your e-mail',
    unknown: 'No staff account has this e-mail', away: 'Ward Portal cannot be reached',
  },
}

// Whom the provider knows, by the name they sign in with there.
const people = {
  phuoc: { email: 'phuoc@dht.example', email_verified: true, name: 'Lê Văn Phước', groups: [] },
  diem: { email: 'diem@dht.example', email_verified: false, name: 'Nguyễn Thị Diễm', groups: [] },
  la: { email: 'la@khac.example', email_verified: true, name: 'Người Lạ', groups: ['dieu-phoi'] },
}

const folder = mkdtempSync(join(tmpdir(), 'dss-openid-'))
let house, serving, provider

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

/** Starts the program and waits until it serves. */
async function start(port, ...words) {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  let told = ''
  child.stderr.on('data', (data) => { told += data })
  for (let tries = 0; tries < 600; tries += 1) {
    assert.equal(child.exitCode, null, told)
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (answer?.ok) return child
    await new Promise((later) => { setTimeout(later, 200) })
  }
  assert.fail(`the program does not serve: ${told}`)
}

function stop(child) {
  const ended = new Promise((done) => { child.once('exit', done) })
  child.kill('SIGTERM')
  return ended
}

async function startProvider(port) {
  const issuer = `http://127.0.0.1:${port}`
  const known = new Provider(issuer, {
    clients: [{
      client_id: 'dai-su-so',
      client_secret: 'bi-mat-cua-may-chu',
      redirect_uris: [`${house}/sign-in/openid/return`],
    }],
    cookies: { keys: ['chi de thu'] },
    claims: { email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    findAccount: (_, id) => people[id] && {
      accountId: id,
      claims: () => ({ sub: id, ...people[id] }),
    },
  })
  const server = known.listen(port, '127.0.0.1')
  await new Promise((done) => { server.once('listening', done) })
  return { issuer, server }
}

before(async () => {
  const [port, other] = [await freePort(), await freePort()]
  house = `http://127.0.0.1:${port}`
  const size = ['--seed', '7', '--ambassadors', '20', '--sessions', '12', '--residents', '40']
  await stop(await start(port, 'demo', '--listen', `127.0.0.1:${port}`, '--data', folder, ...size))
  provider = await startProvider(other)
  const file = join(folder, 'settings.toml')
  writeFileSync(file, `
[server]
listen = "127.0.0.1:${port}"
public_url = "${house}"
[database]
url = "${join(folder, 'demo.sqlite')}"
[mail]
folder = "${join(folder, 'mail')}"
[sign_in.openid]
issuer = "${provider.issuer}"
client_id = "dai-su-so"
client_secret = "bi-mat-cua-may-chu"
name_vi = "Cổng Phường"
name_en = "Ward Portal"
[[sign_in.openid.roles]]
claim = "groups"
value = "dieu-phoi"
role = "coordinator"
organisation = "DHT"
`)
  serving = await start(port, 'serve', '--config', file)
}, { timeout: 180_000 })

after(async () => {
  await close()
  provider?.server.closeAllConnections()
  provider?.server.close()
  if (serving) await stop(serving)
  rmSync(folder, { recursive: true, force: true })
})

/** Somebody before the door. */
async function atTheDoor(way = {}) {
  const page = await visitor(way)
  await page.context().addCookies([{ name: 'lang', value: way.lang ?? 'vi', url: house }])
  await page.goto(`${house}/sign-in`)
  await fits(page)
  return page
}

/** Presses the button and signs in at the provider's own pages. */
async function byProvider(page, name, words = said.vi) {
  await page.getByRole('button', { name: words.button }).click()
  await page.waitForURL(`${provider.issuer}/**`)
  await page.fill('[name=login]', name)
  await page.fill('[name=password]', 'bat ky')
  await page.click('button[type=submit]')
  // Whether the house may be told: asked once per person and browser.
  await page.waitForURL((url) => url.href.startsWith(house) || url.pathname.startsWith('/interaction/'))
  const agree = page.locator('form button[type=submit]')
  if (page.url().startsWith(provider.issuer)) await agree.click()
  await page.waitForURL(`${house}/**`)
  await fits(page)
}

test('claims open a room and shut it again', async () => {
  people.phuoc.groups = ['dieu-phoi']
  let page = await atTheDoor({ viewport: desktop })
  await picture(page, 'openid-door-vi-1280')
  await byProvider(page, 'phuoc')
  assert.equal(new URL(page.url()).pathname, '/start')
  assert.equal((await page.goto(`${house}/staff/matching`)).status(), 200)
  await page.goto(`${house}/account`)
  await reads(page, 'Đã nối với')
  await fits(page)
  await picture(page, 'openid-account-vi-1280')

  people.phuoc.groups = []
  page = await atTheDoor()
  await byProvider(page, 'phuoc')
  assert.equal(new URL(page.url()).pathname, '/start')
  assert.equal((await page.goto(`${house}/staff/matching`)).status(), 403)
  // The role that was given by hand is still there.
  assert.equal((await page.goto(`${house}/desk`)).status(), 200)
})

test('the way back leads to the page that was asked for, without any script too', async () => {
  const page = await atTheDoor({ script: false })
  await page.goto(`${house}/account/two-step`)
  await byProvider(page, 'phuoc')
  assert.equal(new URL(page.url()).pathname, '/account/two-step')
})

for (const lang of ['vi', 'en']) {
  for (const viewport of [phone, desktop]) {
    const label = `${lang}-${viewport.width}`
    test(`whoever is not known stays outside and reads why: ${label}`, async () => {
      const words = said[lang]
      for (const [who, why] of [['diem', words.unverified], ['la', words.unknown]]) {
        const page = await atTheDoor({ lang, viewport })
        await picture(page, `openid-door-${label}`)
        await byProvider(page, who, words)
        assert.equal(new URL(page.url()).pathname, '/sign-in')
        await reads(page, why)
        await picture(page, `openid-${who}-${label}`)
        assert.equal(new URL((await page.goto(`${house}/start`)).url()).pathname, '/sign-in')
      }
    })
  }
}

test('who stops at the provider reads it, and no answer counts twice', async () => {
  const page = await atTheDoor()
  await page.getByRole('button', { name: said.vi.button }).click()
  await page.waitForURL(`${provider.issuer}/**`)
  await page.getByText('Cancel').click()
  await page.waitForURL(`${house}/**`)
  await reads(page, 'đã dừng lại')
  await picture(page, 'openid-stopped-vi-390')
  let answer
  page.on('request', (request) => {
    if (request.url().includes('/sign-in/openid/return')) answer = request.url()
  })
  await byProvider(page, 'phuoc')
  assert.ok(answer)
  const other = await atTheDoor()
  await other.goto(answer)
  await reads(other, 'đã dùng rồi')
  await picture(other, 'openid-late-vi-390')
})

test('while the provider is away the password still works', async () => {
  const { port } = provider.server.address()
  provider.server.closeAllConnections()
  await new Promise((done) => { provider.server.close(done) })
  // Its description is remembered; what fails is the browser's way there. A house that has
  // just been started cannot even ask.
  const { port: own } = new URL(house)
  await stop(serving)
  serving = await start(Number(own), 'serve', '--config', join(folder, 'settings.toml'))
  for (const lang of ['vi', 'en']) {
    for (const viewport of [phone, desktop]) {
      const page = await atTheDoor({ lang, viewport })
      await press(page, said[lang].button)
      await reads(page, said[lang].away)
      await picture(page, `openid-away-${lang}-${viewport.width}`)
    }
  }
  const page = await atTheDoor()
  await page.fill('[name=name]', 'phuoc@dht.example')
  await page.fill('[name=password]', PASSWORD)
  await press(page, 'Đăng nhập')
  assert.equal(new URL(page.url()).pathname, '/start')
  provider = await startProvider(port)
})
