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
const TEACHER = 'thu@nvn.example'
const BOARD = 'hieutruong@nvn.example'
const PUPIL = 'nvn-0001'

after(close)

const ways = [
  { lang: 'vi', viewport: phone, script: true },
  { lang: 'en', viewport: desktop, script: true },
  { lang: 'vi', viewport: phone, script: false },
  { lang: 'en', viewport: desktop, script: false },
]

const said = {
  vi: {
    book: 'Đặt lịch giúp đỡ', when: 'Chọn ngày giờ', on: 'Tiếp tục', check: 'Xem lại',
    amend: 'Sửa lại', seat: 'Đặt chỗ này', wait: 'Ghi tên chờ', done: 'Đã giữ chỗ', mine: 'Đổi giờ hoặc hủy',
    open: 'Mở', move: 'Đổi giờ', moved: 'Đổi sang giờ này', cancel: 'Hủy lượt này',
    sure: 'Hủy, nhường chỗ này', gone: 'Lượt này đã hủy', place: 'Ông/bà đang chờ ở vị trí thứ',
  },
  en: {
    book: 'Book help', when: 'Choose a day and time', on: 'Continue', check: 'Check my answers',
    amend: 'Change my answers', seat: 'Book this seat', wait: 'Join the waiting list', done: 'Your seat is booked', mine: 'Change or cancel',
    open: 'Open', move: 'Change the time', moved: 'Change to this time', cancel: 'Cancel',
    sure: 'Cancel and give the seat away', gone: 'This is cancelled', place: 'You wait in place',
  },
}

/** The n-th time that has room (or has none), as a person would point at it. */
const time = (page, n, full = false) =>
  page.locator(full ? '.choice.lesser input[name=slot]' : '.choice:not(.lesser) input[name=slot]').nth(n)

async function toWho(page, words, pick) {
  await follow(page, words.book)
  await page.fill('main [name=q]', 'tich hop')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=tich/)
  await fits(page)
  await page.locator('main a[href*="/topics/A4"]').first().click()
  await page.waitForURL(/topics\/A4/)
  await follow(page, words.when)
  await pick(page).check({ force: true })
  await press(page, words.on)
}

for (const [number, way] of ways.entries()) {
  const label = `${way.lang}, ${way.viewport.width} px, script ${way.script ? 'on' : 'off'}`
  const shot = (page, name) => picture(page, `resident-${name}-${way.lang}-${way.viewport.width}-${way.script}`)
  const words = said[way.lang]

  test(`a resident books, comes back by code, changes the time and cancels (${label})`, async () => {
    const name = `Trần Thị ${['Lựu', 'Sen', 'Quỳnh', 'Cúc'][number]}`
    const page = await visitor(way)
    await go(page, '/')
    await shot(page, 'home')
    await toWho(page, words, (at) => time(at, number))
    await page.locator('main a[href*="whom=self"]').first().click()
    await page.waitForSelector('main [name=birth_year]')
    await page.selectOption('main [name=area]', { index: 1 })
    await page.fill('main [name=birth_year]', '55')
    await page.fill('main [name=name]', name)
    await shot(page, 'who')
    await press(page, words.check)
    assert.equal(await page.inputValue('main [name=name]'), name, 'a refused form keeps what was typed')
    await shot(page, 'who-refused')
    await page.fill('main [name=birth_year]', '1955')
    await press(page, words.check)
    await reads(page, name)
    await press(page, words.amend)
    assert.equal(await page.inputValue('main [name=name]'), name, 'going back loses nothing')
    await press(page, words.check)
    await shot(page, 'check')
    await press(page, words.seat)
    await reads(page, words.done)
    await shot(page, 'slip')
    const code = (await page.locator('.big-code').first().innerText()).trim()
    assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{3}$/)
    const calendar = await page.request.get(await page.locator('a[href$="calendar.ics"]').first().getAttribute('href').then((path) => base + path))
    assert.match(await calendar.text(), /BEGIN:VEVENT/)
    await page.context().close()

    const later = await visitor(way)
    await go(later, '/b')
    await later.fill('main [name=code]', code.toLowerCase())
    await later.fill('main [name=proof]', 'nguyen van sai')
    await press(later, words.open)
    assert.ok(!(await later.innerText('body')).includes(name), 'a code alone opens nothing')
    await later.fill('main [name=proof]', name.normalize('NFD').replace(/[\u0300-\u036f]/g, ''))
    await press(later, words.open)
    await reads(later, name)
    await shot(later, 'mine')
    await follow(later, words.move)
    await time(later, 0).check({ force: true })
    await press(later, words.moved)
    await reads(later, code)
    await go(later, `/b/${code}`)
    await follow(later, words.cancel)
    await shot(later, 'cancel')
    await press(later, words.sure)
    await reads(later, words.gone)
    await later.context().close()
  })
}

test('where a time is full, a daughter puts her mother on the waiting list', async () => {
  const words = said.vi
  const page = await visitor({ viewport: phone })
  await go(page, '/')
  await toWho(page, words, (at) => time(at, 2, true))
  await page.locator('main a[href*="whom=other"]').first().click()
  await page.waitForSelector('main [name=proxy_name]')
  await page.fill('main [name=name]', 'Bà Tư Mận')
  await page.selectOption('main [name=area]', { index: 2 })
  await page.fill('main [name=proxy_name]', 'Lê Thị Thanh')
  await page.fill('main [name=proxy_phone]', '0900 000 777')
  await picture(page, 'resident-proxy')
  await page.locator('main [name=proxy_relation]').first().check({ force: true })
  await page.locator('main [name=proxy_agreed]').first().check({ force: true })
  await press(page, words.check)
  await picture(page, 'resident-proxy-check')
  await press(page, words.wait)
  await reads(page, 'vị trí')
  await picture(page, 'resident-waiting')
  await page.context().close()
})

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

/** The address of the session that runs now, from the list of desks. */
async function runningDesk(page) {
  await go(page, '/desk')
  const card = page.locator('main article, main li').filter({ hasText: 'đang diễn ra' }).first()
  return card.locator('a[href^="/desk/"]').first().getAttribute('href')
}

const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/gi, 'd').toLowerCase()

test('the desk finds who comes by three letters without accents and calls the next', async () => {
  const page = await visitor({ viewport: desktop })
  await signIn(page, SUPERVISOR, PASSWORD)
  const desk = await runningDesk(page)
  await go(page, desk)
  const expected = page.locator('section').filter({ hasText: 'Đã đặt, chưa đến' }).locator('tbody th a')
  const name = await expected.first().innerText()
  const letters = plain(name.trim().split(' ').at(-1)).slice(0, 3).padEnd(3)
  await page.locator('form[action$="/arrive"] input[name=who], form[action$="/arrive"] input[type=search], form[action$="/arrive"] input:not([type=hidden])').first().fill(letters.trim())
  await press(page, 'Ghi đến')
  await picture(page, 'desk-found')
  // Several may bear the letters; the desk asks which one, and one press decides.
  const which = page.locator('main').getByRole('button', { name: `Đã đến: ${name}` }).first()
  if (await which.count()) await Promise.all([page.waitForNavigation(), which.click()])
  const waiting = page.locator('section').filter({ hasText: 'Đang chờ, theo thứ tự gọi' }).first()
  assert.ok((await waiting.innerText()).includes(name.trim()), `${name} waits`)
  // With every seat in use somebody has to finish first.
  const next = page.locator('main').getByRole('button', { name: 'Mời vào và bắt đầu' }).first()
  for (let tries = 0; tries < 6 && (await next.isDisabled()); tries++) await press(page, /^Xong: /)
  const before = await page.locator('section').filter({ hasText: 'Ai đang giúp ai' }).first().locator('tbody tr').count()
  await press(page, 'Mời vào và bắt đầu')
  const after = await page.locator('section').filter({ hasText: 'Ai đang giúp ai' }).first().locator('tbody tr').count()
  assert.equal(after, before + 1, 'one more is being helped')
  await page.context().close()
})

test('the desk hears of another desk without reloading', async () => {
  const [one, other] = [await visitor({ viewport: desktop }), await visitor({ viewport: desktop })]
  for (const page of [one, other]) await signIn(page, SUPERVISOR, PASSWORD)
  const desk = await runningDesk(one)
  await go(one, desk)
  await go(other, desk)
  const walkIn = other.locator('form[action$="/walk-in"]')
  await walkIn.locator('[name=name]').fill('Cô Út Xa')
  await walkIn.locator('select[name=topic]').selectOption({ index: 1 })
  await Promise.all([other.waitForNavigation(), walkIn.locator('button').click()])
  await one.getByText('Cô Út Xa').first().waitFor()
  await one.context().close()
  await other.context().close()
})

const ambassadorWays = [
  { lang: 'vi', viewport: phone, script: true, take: 'Nhận ca này', log: 'Ghi lượt hỗ trợ' },
  { lang: 'en', viewport: desktop, script: false, take: 'Take this shift', log: 'Log the support' },
]

for (const way of ambassadorWays) {
  test(`an ambassador says when, takes a shift and gives it back (${way.lang}, script ${way.script})`, async () => {
    const page = await visitor(way)
    await signIn(page, PUPIL, PASSWORD)
    await go(page, '/me')
    await picture(page, `me-home-${way.lang}`)
    const links = await page.locator('main a[href^="/me/"], nav a[href^="/me/"]').evaluateAll(
      (all) => [...new Set(all.map((a) => a.getAttribute('href')))],
    )
    assert.ok(links.length >= 3, `the pupil's pages are linked: ${links}`)
    for (const [number, link] of links.entries()) {
      if (link.endsWith('.pdf')) continue
      await go(page, link)
      await picture(page, `me-${number}-${way.lang}`)
    }
    await go(page, '/me/sessions')
    const next = page.locator('nav.row a').last()
    for (let week = 0; week < 3; week++) {
      if (await page.getByRole('button', { name: way.take }).and(page.locator(':not([disabled])')).count()) break
      await Promise.all([page.waitForNavigation(), next.click()])
    }
    // What cannot be taken says why before anybody presses.
    for (const blocked of await page.locator('article:has(button[disabled])').all()) {
      assert.ok((await blocked.innerText()).trim().split('\n').length > 3, 'the reason is given')
    }
    const list = page.url()
    const back = page.locator('main details').filter({ has: page.locator('form[action$="/withdraw"]') }).first()
    for (;;) {
      await page.getByRole('button', { name: way.take }).and(page.locator(':not([disabled])')).first().click()
      await page.waitForURL(/\/me\/shifts\/\d+/)
      await fits(page)
      await picture(page, `me-shift-${way.lang}`)
      const body = await page.innerText('body')
      assert.ok(!/0\d{3}[ .]?\d{3}[ .]?\d{3}/.test(body.replace(/0900 000 100/g, '')), 'no resident’s phone on the shift')
      if (await back.count()) break
      // A shift of the next 24 hours stays taken; a later one is given back.
      await reads(page, way.lang === 'vi' ? 'Còn dưới 24 giờ' : 'Less than 24 hours')
      await page.goto(list)
    }
    await back.locator('summary').click()
    await back.locator('textarea, input[type=text]').first().fill(way.lang === 'vi' ? 'Em bận học nhóm' : 'Group work for school')
    await Promise.all([page.waitForNavigation(), back.locator('button').click()])
    await fits(page)
    await page.context().close()
  })
}

test('the ambassador who helps logs the support; the desk ends, confirms and closes; hours are there', async () => {
  const desk = await visitor({ viewport: desktop })
  await signIn(desk, SUPERVISOR, PASSWORD)
  const board = await runningDesk(desk)
  await go(desk, board)
  const helping = desk.locator('section').filter({ hasText: 'Ai đang giúp ai' }).first()
  const helpers = await helping.locator('tbody tr td:nth-of-type(2)').allInnerTexts()

  const officer = await visitor({ viewport: desktop })
  await signIn(officer, OFFICER, PASSWORD)
  // Adults help too, and pupils of the other school: the first of this school's pupils.
  let code
  for (const name of helpers) {
    await go(officer, `/school/ambassadors?q=${encodeURIComponent(name.trim())}`)
    code = (await officer.innerText('main')).match(/nvn-\d{4}/)?.[0]
    if (code) break
  }
  assert.ok(code, `one of ${helpers} is a pupil of the school`)

  const pupil = await visitor({ viewport: phone })
  await signIn(pupil, code, PASSWORD)
  await go(pupil, '/me')
  await picture(pupil, 'me-on-duty')
  await pupil.locator('main a[href*="/me/shifts/"]').first().click()
  await pupil.waitForURL(/shifts/)
  await fits(pupil)
  await picture(pupil, 'me-shift-on-duty')
  // Whoever is being helped stands on top of those who were.
  await pupil.getByRole('link', { name: /^Ghi lượt hỗ trợ/ }).first().click()
  await pupil.waitForSelector('main [name=outcome]')
  await picture(pupil, 'me-log')
  await press(pupil, 'Ghi lượt hỗ trợ')
  await pupil.locator('.error, [aria-invalid=true], :invalid').first().waitFor()
  await pupil.locator('[name=outcome][value=guided]').check({ force: true })
  await pupil.locator('[name=operated_by][value=resident]').check({ force: true })
  await pupil.locator('[name=can_do_alone][value=yes]').check({ force: true })
  await press(pupil, 'Ghi lượt hỗ trợ')
  await fits(pupil)
  await picture(pupil, 'me-logged')

  await go(desk, board)
  await follow(desk, 'Kết thúc và chốt buổi')
  await picture(desk, 'desk-end')
  // How many are being helped depends on the minute; each is finished before the pupil leaves.
  const undecided = desk.locator('section').filter({ hasText: 'Chưa rõ có đến hay không' })
  const beingHelped = undecided.locator('tbody tr').filter({ hasText: 'đang hỗ trợ' })
  const mustStay = desk.locator('main [name=who]:disabled')
  assert.ok((await mustStay.count()) <= (await beingHelped.count()), 'whoever cannot leave is helping somebody')
  for (;;) {
    const helped = beingHelped.first()
    if (!(await helped.count())) break
    await helped.getByRole('link', { name: /Quyết định/ }).click()
    await desk.waitForURL(/bookings/)
    await fits(desk)
    await picture(desk, 'desk-visit')
    if (await desk.getByRole('button', { name: /^Xong/ }).count()) {
      await press(desk, /^Xong/)
    } else {
      // An adult helped, so the desk itself says how it went.
      await desk.locator('[name=outcome][value=guided]').check({ force: true })
      await desk.locator('[name=can_do_alone][value=with_help]').check({ force: true })
      await press(desk, 'Kết thúc lượt này')
    }
    await go(desk, `${board}/end`)
  }
  assert.equal(await mustStay.count(), 0, 'nobody helps any more')
  await picture(desk, 'desk-leaving')
  await press(desk, 'Cho các em đã chọn ra về')
  await desk.locator('main details').filter({ hasText: 'Kết thúc buổi' }).first().locator('summary').click()
  // People are still to come, so it takes a word to end now; they are to be called.
  await desk.locator('main [name=early]').check({ force: true })
  await picture(desk, 'desk-end-early')
  await press(desk, 'Kết thúc buổi')
  await reads(desk, 'Buổi đã kết thúc')
  await fits(desk)
  await picture(desk, 'desk-to-confirm')
  assert.equal(await desk.getByRole('button', { name: 'Chốt buổi và ghi giờ' }).count(), 1)

  // Yesterday's session only waits to be closed.
  const coordinator = await visitor({ viewport: phone })
  await signIn(coordinator, COORDINATOR, PASSWORD)
  await go(coordinator, '/desk')
  const waiting = coordinator.locator('main article, main li').filter({ hasText: 'chờ chốt' }).filter({ hasNotText: 'VNeID' }).first()
  await waiting.locator('a[href^="/desk/"]').first().click()
  await coordinator.waitForURL(/desk\/\d+/)
  await follow(coordinator, 'Xác nhận và chốt')
  await picture(coordinator, 'desk-confirm')
  const nobodyCame = coordinator.locator('main details').filter({ has: coordinator.locator('form[action$="/absent"]') }).first()
  if (await nobodyCame.count()) {
    await nobodyCame.locator('summary').click()
    await press(coordinator, 'Ghi không đến tất cả')
  }
  const all = coordinator.getByRole('button', { name: /^Xác nhận tất cả/ })
  if (await all.count()) await Promise.all([coordinator.waitForNavigation(), all.first().click()])
  await press(coordinator, 'Chốt buổi và ghi giờ')
  await reads(coordinator, 'đã ghi vào sổ')
  await picture(coordinator, 'desk-closed')
  await coordinator.context().close()
  await desk.context().close()
  await officer.context().close()
  await pupil.context().close()
})

test('from candidates to the printed award: officer, teacher, board, and the page behind the QR', async () => {
  const officer = await visitor({ viewport: desktop })
  await signIn(officer, OFFICER, PASSWORD)
  await go(officer, '/school/recognition')
  await officer.locator('main a[href*="/programmes/"]:not([href$="/new"])').first().click()
  await officer.waitForURL(/programmes\/\d+/)
  await fits(officer)
  const programme = new URL(officer.url()).pathname
  await press(officer, 'Tính danh sách')
  await picture(officer, 'programme')

  const teacher = await visitor({ viewport: phone })
  await signIn(teacher, TEACHER, PASSWORD)
  await go(teacher, `${programme}?state=candidate`)
  await picture(teacher, 'programme-teacher')
  const agree = teacher.locator('main').getByRole('button', { name: /^Đồng ý/ }).first()
  await Promise.all([teacher.waitForNavigation(), agree.click()])
  await fits(teacher)

  const board = await visitor({ viewport: desktop })
  await signIn(board, BOARD, PASSWORD)
  await go(board, programme)
  await board.locator('main a').filter({ hasText: 'Phê duyệt' }).first().click()
  await board.waitForURL(/approve/)
  await board.fill('main [name=number]', '99/QĐ-NVN')
  await picture(board, 'approve')
  await board.locator('main form button').last().click()
  await board.waitForLoadState()
  await fits(board)
  await picture(board, 'approved')

  await go(officer, programme)
  const issue = officer.locator('main details').filter({ hasText: 'Ban hành' }).first()
  await issue.locator('summary').click()
  await Promise.all([officer.waitForNavigation(), issue.locator('form button').first().click()])
  await fits(officer)
  const pdf = await officer.request.get(`${base}${programme}/certificates.pdf`)
  assert.ok(pdf.ok(), `the certificates answered ${pdf.status()}`)
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-')
  await go(officer, `${programme}?state=issued`)
  await officer.locator('main a[href*="/awards/"]').first().click()
  await officer.waitForURL(/awards/)
  await picture(officer, 'award')
  const seen = await officer.locator('main a[href^="/v/"]').first().getAttribute('href')

  for (const way of [{ lang: 'vi', viewport: phone }, { lang: 'en', viewport: desktop }]) {
    const anybody = await visitor(way)
    await go(anybody, seen)
    await picture(anybody, `public-award-${way.lang}`)
    await anybody.context().close()
  }
  assert.ok(!(await (await officer.request.get(`${base}/v/ABCDEFGHJKMNPQRSTV`)).ok()), 'an unknown number is no award')
  for (const page of [officer, teacher, board]) await page.context().close()
})
