/** The misconceptions that only this lab knows, each with one sentence. */
export const DIAGNOSES = {
  // Listings.
  'folder-not-found': 'A folder that is there is answered with 404',
  'entry-left-out': 'An entry of the folder is not in the listing',
  'entry-without-link': 'An entry is shown, but not as a link',
  'entry-invented': 'The listing shows something that is not there',
  'lists-root-always': 'The listing is always that of the web root',
  'remembers-listing': 'The folder is read once, and what changes later is not seen',
  'wrong-folder': 'The page of another folder came',
  'mixes-up-clients': 'Clients at the same time get the pages of each other',

  // Links and names.
  'dead-link': 'A link of the listing leads to nothing',
  'link-to-another-host': 'A link begins with two slashes and leads to another server',
  'link-from-wrong-folder': 'A link starts from the wrong folder',
  'link-not-encoded': 'A name stands in a link without percent-encoding',
  'link-encoded-twice': 'A name in a link is percent-encoded twice',
  'link-leads-elsewhere': 'A link leads to something else than its entry',
  'space-as-plus': 'A space in a link is written as +, which is a plus in a path',
  'plus-as-space': 'A + in the target is taken for a space',
  'not-decoded': 'The target is not decoded: %20 is taken for three characters',
  'decoded-twice': 'The target is decoded twice',
  'cut-after-decoding': 'The target is decoded before its query is cut off',
  'dots-in-name': 'A name that only has two dots in it is taken for a way out',
  'query-in-name': 'The query is taken for a part of the name',
  'name-becomes-markup': 'The name of a file becomes markup, which a browser runs',
  'name-not-escaped': 'A name is shown wrongly, because it is not escaped',
  'escaped-twice': 'A name is escaped twice',
  'shows-encoded-name': 'A name is shown percent-encoded',
  'request-becomes-markup': 'The page repeats what was asked for as markup, which a browser runs',

  // Statuses.
  'absent-is-there': 'What does not exist is answered as if it did',
  'absent-is-500': 'What does not exist is answered as if the program itself had gone wrong',
  'absent-is-501': 'What does not exist is taken for a file',
  'tells-what-exists': 'The status tells what exists outside the web root',
  'no-error-page': 'The 404 has no content',
  'file-not-found': 'A file is answered as if it were not there',
  'file-not-501': 'A file is answered with something else than 501',
  'shows-disk-path': 'The answer tells where the web root lies on the disk',
  'program-stumbled': 'The program itself went wrong',

  // Redirects.
  'redirect-not-encoded': 'A name stands in Location without percent-encoding',
  'links-break-without-slash': 'Without the slash at the end of the URL the links of the listing break',
  'no-location': 'A redirect without Location leads nowhere',
  'redirects-elsewhere': 'A redirect leads to another server',
  'header-injected': 'A line end in the target became a line end in the head',

  // Bonus.
  'error-page-without-words': 'The page of the 404 does not say what is wrong',
  'no-parent-link': 'A folder has no link to the one above it',
  'folders-not-first': 'A folder stands behind a file',
  'no-size': 'The size of a file is not shown',
  'no-time': 'The time of a file is not shown',
  'not-for-good': 'A folder without its slash is not redirected for good',
  'query-lost': 'The query gets lost in the redirect',
  'wrong-location': 'The redirect leads to another place than the folder',
} as const;
