// What keeps people safe, in a real browser on the demo's sample ward: guardians say yes and no
// behind their link, a resident sees and erases what is kept, a leak is told in time.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import {
  base, close, desktop, fits, follow, go, phone, picture, press, reads, signIn, visitor,
} from './house.mjs'

const PASSWORD = 'moi nguoi biet mot it'
const COORDINATOR = 'diem@dht.example'
const OFFICER = 'khoa@nvn.example'
// She holds an award whose public page shows her initials, and has shifts ahead.
const NAMED = { name: 'Lê Gia Hân', class: '8A1', shown: 'Lê G. H. – Pupil of class 8A1' }

after(close)

const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean)

/** The newest letter of the demo whose subject says this, as its plain text. */
async function letter(page, subject) {
  await go(page, '/dev/mail')
  const found = page.locator('main .card').filter({ has: page.getByRole('heading', { name: subject }) }).first()
  return found.locator('pre').innerText()
}

/** The way to a guardian's page, as the letter says it. */
const linkIn = (text) => text.match(/\/guardian\/[\w-]+/)[0]

/** Opens what asks before it acts, and confirms. */
async function confirm(page, box) {
  await box.locator('summary').click()
  await Promise.all([page.waitForNavigation(), box.locator('form button').click()])
  await fits(page)
}

/** The school's list of consents in one state, narrowed to a class. */
async function consents(page, which, className = '') {
  await go(page, `/school/consents?which=${which}`)
  if (!className) return
  const choice = page.locator('main select[name=class] option').filter({ hasText: `${className} (` })
  await page.locator('main select[name=class]').selectOption(await choice.getAttribute('value'))
  await Promise.all([page.waitForNavigation(), page.locator('main form:has(select[name=class]) button').click()])
  await fits(page)
}

test('a guardian signs purpose by purpose behind the link, and the school’s list changes', async () => {
  const officer = await visitor({ viewport: phone })
  await signIn(officer, OFFICER, PASSWORD)
  await consents(officer, 'missing')
  await picture(officer, 'safety-consents-missing')
  // Where the child has signed, the guardian's one answer completes it.
  const unsigned = officer.locator('main tbody tr').filter({ has: officer.getByRole('button', { name: /^Gửi (lại )?thư: / }) })
  const almost = unsigned.filter({ hasText: 'Đồng ý' })
  const completes = await almost.count() > 0
  const row = (completes ? almost : unsigned).first()
  const pupil = (await row.locator('a[href^="/school/ambassadors/"]').first().innerText()).trim()
  const dossier = await row.locator('a[href^="/school/ambassadors/"]').first().getAttribute('href')
  const className = (await row.locator('td').first().innerText()).trim()
  await Promise.all([officer.waitForNavigation(), row.getByRole('button').first().click()])
  await fits(officer)
  await picture(officer, 'safety-consents-sent')

  await consents(officer, 'missing', className)
  const forms = await officer.getByRole('link', { name: 'In phiếu cả lớp' }).getAttribute('href')
  const paper = await officer.request.get(base + forms)
  assert.equal((await paper.body()).subarray(0, 5).toString(), '%PDF-')
  await reads(officer, 'chưa mở')

  await go(officer, dossier)
  await picture(officer, 'safety-pupil-unsigned')
  await reads(officer, 'Chưa có chữ ký của phụ huynh')
  const born = (await officer.locator('dt').filter({ hasText: 'Năm sinh' }).locator('xpath=following-sibling::dd[1]').first().innerText()).trim()
  assert.match(born, /^20\d\d$/)

  const guardian = await visitor({ viewport: phone })
  const text = await letter(guardian, pupil)
  await picture(guardian, 'safety-letters')
  assert.match(text, /năm sinh của con/)
  const link = linkIn(text)
  await go(guardian, link)
  await picture(guardian, 'safety-guardian-door')
  await guardian.fill('main [name=birth_year]', '1999')
  await press(guardian, 'Mở trang')
  assert.ok(!(await guardian.innerText('body')).includes(className), 'a wrong year opens nothing')
  await picture(guardian, 'safety-guardian-wrong-year')
  await guardian.fill('main [name=birth_year]', born)
  await press(guardian, 'Mở trang')
  await reads(guardian, 'chưa đồng ý cho con tham gia')
  assert.equal(await guardian.locator('main input[type=radio]:checked').count(), 0, 'nothing is chosen beforehand')
  await picture(guardian, 'safety-guardian-unsigned')

  await guardian.locator('[name=taking_part][value=yes]').check({ force: true })
  await guardian.locator('[name=photo][value=no]').check({ force: true })
  await guardian.fill('main [name=given_by]', 'Nguyễn Thị Phụ Huynh')
  await press(guardian, 'Gửi câu trả lời')
  await reads(guardian, 'Đã ghi 1 mục đồng ý, 1 mục không đồng ý.')
  await picture(guardian, 'safety-guardian-signed')
  assert.equal(await guardian.locator('main [name=taking_part]').count(), 0, 'what was agreed is asked no more')
  await reads(guardian, 'Trước đây: không đồng ý')
  await guardian.locator('[name=arrival_messages][value=yes]').check({ force: true })
  await guardian.fill('main [name=given_by]', 'Nguyễn Thị Phụ Huynh')
  await press(guardian, 'Gửi câu trả lời')
  await press(guardian, 'Đóng trang này')
  await picture(guardian, 'safety-guardian-left')
  await go(guardian, link)
  assert.equal(await guardian.locator('main [name=birth_year]').count(), 1, 'the closed page asks again')

  const listed = officer.locator('main tbody tr').filter({ hasText: pupil })
  await consents(officer, 'missing', className)
  assert.equal(await listed.count(), completes ? 0 : 1, `${pupil} is missing no more, unless the child is`)
  if (completes) await consents(officer, 'agreed', className)
  assert.match(await listed.innerText(), /đã mở/)
  assert.match(await listed.innerText(), /Đồng ý/)
  await picture(officer, 'safety-consents-agreed')
  await go(officer, dossier)
  assert.ok(!(await officer.innerText('main')).includes('Chưa có chữ ký của phụ huynh'))
  for (const page of [officer, guardian]) await page.context().close()
})

test('a guardian says no to a shift, and takes the name off the public page and puts it back', async () => {
  const way = { lang: 'en', viewport: desktop, script: false }
  const officer = await visitor(way)
  await signIn(officer, OFFICER, PASSWORD)
  await go(officer, '/school/recognition')
  await officer.locator('main a[href*="/programmes/"]:not([href$="/new"])').first().click()
  await go(officer, `${new URL(officer.url()).pathname}?state=issued`)
  await picture(officer, 'safety-issued')
  await follow(officer, NAMED.name)
  const seen = await officer.locator('main a[href^="/v/"]').first().getAttribute('href')
  const anybody = await visitor(way)
  await go(anybody, seen)
  await reads(anybody, NAMED.shown)
  await picture(anybody, 'safety-award-named')

  await consents(officer, 'agreed', NAMED.class)
  await picture(officer, 'safety-consents-agreed-en')
  const row = officer.locator('main tbody tr').filter({ hasText: NAMED.name })
  const dossier = await row.locator('a[href^="/school/ambassadors/"]').first().getAttribute('href')
  await Promise.all([officer.waitForNavigation(), row.getByRole('button', { name: /^Mail/ }).click()])
  await go(officer, dossier)
  await picture(officer, 'safety-pupil-en')
  const born = (await officer.locator('dt').filter({ hasText: 'Year of birth' }).locator('xpath=following-sibling::dd[1]').first().innerText()).trim()

  const guardian = await visitor(way)
  await go(guardian, linkIn(await letter(guardian, NAMED.name)))
  await picture(guardian, 'safety-guardian-door-en')
  await guardian.fill('main [name=birth_year]', born)
  await press(guardian, 'Open the page')
  await picture(guardian, 'safety-guardian-en')

  const cards = guardian.locator('main .card').filter({ has: guardian.locator('form[action$="/veto"]') })
  const before = await cards.count()
  assert.ok(before > 0, 'there is a shift to say no to')
  const when = lines(await cards.first().innerText())[0]
  await reads(officer, when)
  await confirm(guardian, cards.first().locator('details.confirm'))
  await reads(guardian, 'You said no')
  assert.equal(await cards.count(), before - 1)
  await picture(guardian, 'safety-guardian-vetoed')
  await go(officer, dossier)
  assert.ok(!(await officer.innerText('main')).includes(when), 'the child is off the shift')

  const name = guardian.locator('main .card').filter({ has: guardian.locator('input[name=purpose][value=public_name]') })
  await confirm(guardian, name.locator('details.confirm'))
  await picture(guardian, 'safety-guardian-unnamed')
  await go(anybody, seen)
  await reads(anybody, 'A pupil of the school')
  assert.ok(!(await anybody.innerText('main')).includes(NAMED.class), 'neither initials nor class are left')
  await picture(anybody, 'safety-award-unnamed')

  await guardian.locator('[name=public_name][value=yes]').check({ force: true })
  await guardian.fill('main [name=given_by]', 'Lê Văn Phụ Huynh')
  await press(guardian, 'Send my answers')
  await go(anybody, seen)
  await reads(anybody, NAMED.shown)
  for (const page of [officer, guardian, anybody]) await page.context().close()
})

const RESIDENT = { name: 'Bà Tám Lài', phone: '0900 000 868', mail: 'tam.lai@nguoinha.example' }
const ANSWER = 'Mời bà ghé phường nhận bản in'

/** Books the last time that has room, so that the early ones stay for others. */
async function book(page) {
  await go(page, '/book/when?topic=A4')
  await page.locator('.choice:not(.lesser) input[name=slot]').last().check({ force: true })
  await press(page, 'Tiếp tục')
  await page.locator('main a[href*="whom=self"]').first().click()
  await page.waitForSelector('main [name=birth_year]')
  await page.fill('main [name=name]', RESIDENT.name)
  await page.fill('main [name=phone]', RESIDENT.phone)
  await page.selectOption('main [name=area]', { index: 1 })
  await press(page, 'Xem lại')
  await press(page, 'Đặt chỗ này')
  return (await page.locator('.big-code').first().innerText()).trim()
}

async function ask(page, kind) {
  await page.locator(`main [name=kind][value=${kind}]`).check({ force: true })
  await page.fill('main [name=reply_email]', RESIDENT.mail)
  await press(page, 'Gửi yêu cầu')
}

/** The coordinator opens the resident's request of this kind. */
async function open(page, kind) {
  await go(page, '/staff/data-requests')
  await picture(page, `safety-requests-${kind}`)
  const row = page.locator('main tbody tr').filter({ hasText: RESIDENT.name }).filter({ hasText: kind }).first()
  await Promise.all([page.waitForNavigation(), row.locator('a').first().click()])
  await fits(page)
}

test('a resident asks to see and to erase what is kept, and the ward answers by letter', async () => {
  const booking = await visitor({ viewport: phone })
  const code = await book(booking)
  await booking.context().close()

  const resident = await visitor({ viewport: phone })
  await go(resident, '/b')
  await resident.fill('main [name=code]', code)
  await resident.fill('main [name=proof]', RESIDENT.phone.replaceAll(' ', '').slice(-4))
  await press(resident, 'Mở')
  await picture(resident, 'safety-booking')
  await follow(resident, 'Xem, sửa hoặc xóa dữ liệu của tôi')
  await reads(resident, RESIDENT.name)
  await picture(resident, 'safety-own-data')
  await ask(resident, 'see')
  await picture(resident, 'safety-own-data-asked')
  await reads(resident, 'Trả lời chậm nhất')

  const staff = await visitor({ viewport: phone })
  await signIn(staff, COORDINATOR, PASSWORD)
  await open(staff, 'Xem')
  const request = new URL(staff.url()).pathname
  await picture(staff, 'safety-request')
  await press(staff, 'Đã báo nhận')
  await picture(staff, 'safety-request-acknowledged')
  await follow(staff, 'Bản sao để in')
  await reads(staff, RESIDENT.name)
  await picture(staff, 'safety-copy')
  await go(staff, request)
  await staff.fill('main #answer-see', ANSWER)
  await press(staff, 'Đã trao bản sao')
  await picture(staff, 'safety-request-answered')
  await follow(staff, 'Thư trả lời để in')
  await reads(staff, ANSWER)
  await picture(staff, 'safety-letter')
  assert.ok((await letter(staff, 'Trả lời yêu cầu về dữ liệu cá nhân')).includes(ANSWER), 'it goes by mail too')
  await go(resident, `/b/${code}/data`)
  await reads(resident, ANSWER)

  await ask(resident, 'delete')
  await open(staff, 'Xóa')
  const deletion = new URL(staff.url()).pathname
  await press(staff, 'Đã báo nhận')
  await follow(staff, 'Xem trước khi xóa')
  await picture(staff, 'safety-delete')
  await press(staff, 'Xóa dữ liệu của người này')
  await picture(staff, 'safety-delete-refused')
  await staff.locator('main [name=sure]').check({ force: true })
  await press(staff, 'Xóa dữ liệu của người này')
  await picture(staff, 'safety-deleted')
  assert.ok(!(await staff.innerText('main')).includes(RESIDENT.name), 'the name is gone')
  await go(staff, `${deletion}/letter`)
  await picture(staff, 'safety-delete-letter')

  await go(resident, '/b')
  await resident.fill('main [name=code]', code)
  await resident.fill('main [name=proof]', RESIDENT.name)
  await press(resident, 'Mở')
  assert.equal(await resident.locator('main [name=code]').count(), 1, 'the code opens nothing any more')
  await picture(resident, 'safety-booking-gone')
  for (const page of [resident, staff]) await page.context().close()
})

test('a leak is written down, told in time and closed', async () => {
  const page = await visitor({ lang: 'en', viewport: desktop, script: false })
  await signIn(page, COORDINATOR, PASSWORD)
  await go(page, '/staff/data-leaks')
  await picture(page, 'safety-leaks')
  await follow(page, 'Write one down')
  await picture(page, 'safety-leak-new')
  const what = 'A printed list of the session was left on the bus.'
  // The form says itself when it was noticed: now. The week before is what leaked.
  const today = new Date(`${await page.inputValue('main [name=to_day]')}T00:00:00Z`)
  const weekAgo = new Date(today.getTime() - 7 * 24 * 3600_000).toISOString().slice(0, 10)
  await page.fill('main [name=from_day]', weekAgo)
  await page.locator('main [name=kinds][value=residents]').check({ force: true })
  await page.locator('main [name=kinds][value=guardians]').check({ force: true })
  await press(page, 'Save')
  assert.equal(await page.inputValue('main [name=from_day]'), weekAgo, 'a refused form keeps what was typed')
  await picture(page, 'safety-leak-refused')
  await page.fill('main [name=what]', what)
  await press(page, 'Save')
  const leak = new URL(page.url()).pathname
  await reads(page, what)
  assert.match(await page.innerText('main'), /7[12] hours left/)
  await picture(page, 'safety-leak')

  await follow(page, 'Add, correct')
  await page.fill('main [name=measures]', 'Everybody on the list was called.')
  await press(page, 'Save')
  await follow(page, 'The list')
  assert.match(await page.innerText('main'), /\d+ (person|people)/)
  assert.ok(await page.locator('main tbody tr').count() > 0, 'people came during the week')
  await picture(page, 'safety-leak-affected')
  const file = await page.request.get(`${base}${leak}/affected.csv`)
  assert.ok(file.ok(), `the list as a file answered ${file.status()}`)

  await go(page, leak)
  await follow(page, 'Mend the words')
  await picture(page, 'safety-leak-notices')
  const words = await page.inputValue('main [name=people_en]')
  await page.fill('main [name=people_en]', `${words}\n\nWe are sorry.`)
  await press(page, 'Save')
  await follow(page, 'To the authority, to print')
  await reads(page, what)
  await picture(page, 'safety-leak-authority')
  await go(page, leak)
  await follow(page, 'To those affected, to print')
  await reads(page, 'We are sorry.')
  await picture(page, 'safety-leak-people')

  await go(page, leak)
  await press(page, 'The authority was told')
  await reads(page, 'within the 72 hours')
  assert.equal(await page.getByRole('button', { name: 'Close it' }).count(), 0, 'the people come before the end')
  await press(page, 'Everybody was told')
  await picture(page, 'safety-leak-told')
  await page.fill('main [name=closing]', 'The list was found. Lists are not taken home any more.')
  await press(page, 'Close it')
  await reads(page, 'What was learnt')
  assert.equal(await page.getByRole('link', { name: 'Add, correct' }).count(), 0, 'a closed leak is not rewritten')
  await picture(page, 'safety-leak-closed')
  await page.context().close()
})
