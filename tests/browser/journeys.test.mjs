// The journeys of the README in a real browser, on the demo's sample ward: the
// resident books, the desk receives, the ambassador looks, the school recognises.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import {
  base, close, desktop, fits, follow, go, phone, picture, press, reads, signIn, visitor,
} from './house.mjs'

const PASSWORD = 'moi nguoi biet mot it'
const COORDINATOR = 'diem@dht.example'
const SUPERVISOR = 'phuoc@dht.example'
const OFFICER = 'khoa@nvn.example'
const PUPIL = 'nvn-0001'

after(close)

const ways = [
  { lang: 'vi', viewport: phone, script: false },
  { lang: 'en', viewport: desktop, script: false },
]

const said = {
  vi: { book: 'Đặt lịch giúp đỡ', when: 'Chọn ngày giờ', on: 'Tiếp tục', check: 'Xem lại', seat: 'Đặt chỗ này' },
  en: { book: 'Book help', when: 'Choose a day and time', on: 'Continue', check: 'Check my answers', seat: 'Book this seat' },
}

for (const [number, way] of ways.entries()) {
  const label = `${way.lang}, ${way.viewport.width} px, script ${way.script ? 'on' : 'off'}`

  test(`a resident chooses a topic and a time and says who comes (${label})`, async () => {
    const words = said[way.lang]
    const page = await visitor(way)
    await go(page, '/')
    await picture(page, `home-${way.lang}-${way.viewport.width}`)
    await follow(page, words.book)
    await go(page, '/topics?q=tich+hop')
    await page.locator('main a[href*="/topics/A4"], main a[href*="A4"]').first().click()
    await page.waitForLoadState()
    await follow(page, words.when)
    await page.locator('input[name=slot]:not([disabled])').nth(number).check({ force: true })
    await picture(page, `when-${way.lang}-${way.viewport.width}`)
    await press(page, words.on)
    await page.locator('main a[href*="whom=self"]').first().click()
    await page.waitForSelector('[name=birth_year]')
    await page.fill('[name=birth_year]', '1955')
    await page.selectOption('[name=area]', { index: 1 })
    await page.fill('[name=name]', `Trần Thị Lượng ${['An', 'Bình', 'Chi'][number]}`)
    await picture(page, `who-${way.lang}-${way.viewport.width}`)
    await page.context().close()
  })
}

test('a coordinator sees the ward’s sessions and opens one', async () => {
  const page = await visitor({ viewport: desktop })
  await signIn(page, COORDINATOR, PASSWORD)
  await go(page, '/start')
  await picture(page, 'start-coordinator')
  await page.locator('main a[href^="/staff/sessions"]').first().click()
  await page.waitForLoadState()
  await fits(page)
  await picture(page, 'sessions-coordinator')
  await page.context().close()
})

for (const viewport of [phone, desktop]) {
  test(`the desk takes a walk-in in two fields (${viewport.width} px)`, async () => {
    const page = await visitor({ viewport })
    await signIn(page, SUPERVISOR, PASSWORD)
    await go(page, '/desk')
    const running = page.locator('main .link-card, main li, main article').filter({ hasText: 'đang diễn ra' })
    await running.first().locator('a[href^="/desk/"]').first().click()
    await page.waitForSelector('form[action$="/walk-in"]')
    await fits(page)
    await picture(page, `desk-${viewport.width}`)
    const name = viewport === phone ? 'Bà Năm Ghé' : 'Ông Bảy Ghé'
    const walkIn = page.locator('form[action$="/walk-in"]')
    await walkIn.locator('[name=name]').fill(name)
    await walkIn.locator('select[name=topic]').selectOption({ index: 1 })
    await Promise.all([page.waitForNavigation(), walkIn.locator('button').click()])
    await reads(page, name)
    await page.context().close()
  })
}

test('an ambassador sees what may be taken and why the rest may not', async () => {
  const page = await visitor({ viewport: phone })
  await signIn(page, PUPIL, PASSWORD)
  await go(page, '/me')
  await picture(page, 'me')
  const links = await page.locator('main a[href^="/me/"], nav a[href^="/me/"]').evaluateAll(
    (all) => [...new Set(all.map((a) => a.getAttribute('href')))],
  )
  assert.ok(links.length >= 3, `the pupil's pages are linked: ${links}`)
  for (const [number, link] of links.entries()) {
    if (link.endsWith('.pdf')) continue
    const answer = await page.goto(base + link)
    assert.equal(answer.status(), 200, link)
    await picture(page, `me-${number}`)
  }
  await page.context().close()
})

test('the school sees its programme and prints all certificates as one file', async () => {
  const page = await visitor({ viewport: desktop })
  await signIn(page, OFFICER, PASSWORD)
  await go(page, '/school/recognition')
  await page.locator('main a[href*="/programmes/"]:not([href$="/new"])').first().click()
  await page.waitForLoadState()
  await fits(page)
  await picture(page, 'programme')
  const programme = new URL(page.url()).pathname
  const pdf = await page.request.get(`${base}${programme}/certificates.pdf`)
  assert.ok(pdf.ok(), `the certificates of ${programme} answered ${pdf.status()}`)
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-')
  await page.context().close()
})
