/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-known-timbres-file.h"
#include "core/timbre/ct-known-timbres.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-folder.h"

#define HEADER_SIZE 24
#define NAME_SIZE 64

static CtKnownTimbres *
new_known (void)
{
  CtKnownTimbres *known;
  float embeddings[4 * CT_EMBEDDING_SIZE] = { 0 };
  CtNote notes[4] = { 0 };

  g_assert_cmpint (ct_known_timbres_new (&known), ==, CT_STATUS_OK);
  for (int i = 0; i < 4; i++)
    {
      embeddings[i * CT_EMBEDDING_SIZE + i] = 1;
      notes[i] = (CtNote){ .midi = (uint8_t) (50 + 5 * i), .track = (int16_t) (i / 2) };
    }
  for (int i = 0; i < 2; i++)
    {
      CtTimbreLesson lesson = { .name = i ? "单簧管 (Anna)" : "Flute",
                                .rgb = 0x2040ff,
                                .program = (uint8_t) (71 + i),
                                .encoder = 0x123456789abcdef0u,
                                .song = 9 };

      g_assert_cmpint (ct_known_timbres_learn (known, &lesson, embeddings, notes, 4, i), ==, CT_STATUS_OK);
    }
  return known;
}

static void
assert_same (const CtKnownTimbres *a, const CtKnownTimbres *b)
{
  g_assert_cmpuint (ct_known_timbres_n (a), ==, ct_known_timbres_n (b));
  for (size_t i = 0; i < ct_known_timbres_n (a); i++)
    {
      const CtKnownTimbre *x = ct_known_timbres_get (a, i), *y = ct_known_timbres_get (b, i);

      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpuint (x->rgb, ==, y->rgb);
      g_assert_cmpuint (x->program, ==, y->program);
      g_assert_cmpuint (x->encoder, ==, y->encoder);
      g_assert_cmpuint (x->n_songs, ==, y->n_songs);
      g_assert_cmpmem (x->songs, sizeof x->songs, y->songs, sizeof y->songs);
      g_assert_cmpmem (x->prototypes, x->n_prototypes * sizeof *x->prototypes, y->prototypes,
                       y->n_prototypes * sizeof *y->prototypes);
    }
}

static void
test_saved (void)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL),
                  *path = g_build_filename (folder, "known", NULL);
  CtKnownTimbres *known = new_known (), *read;

  g_assert_cmpint (ct_known_timbres_load (path, &read), ==, CT_STATUS_NOT_FOUND);
  g_assert_cmpint (ct_known_timbres_save (known, path), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_known_timbres_load (path, &read), ==, CT_STATUS_OK);
  assert_same (known, read);
  ct_known_timbres_free (read);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (ct_known_timbres_load (folder, &read), ==, CT_STATUS_NOT_A_FILE);
  g_assert_cmpint (ct_known_timbres_save (known, folder), ==, CT_STATUS_NOT_A_FILE);
  ct_known_timbres_free (known);
  test_folder_remove (folder);
}

/* Makes the hash right. */
static void
sign (guint8 *data, gsize size)
{
  guint64 hash = 0xcbf29ce484222325u;

  for (gsize i = HEADER_SIZE; i < size; i++)
    hash = (hash ^ data[i]) * 0x100000001b3u;
  for (int i = 0; i < 8; i++)
    data[16 + i] = (guint8) (hash >> (8 * i));
}

/* The file with @n bytes from @at on replaced, and signed. */
static CtStatus
decode_changed (const guint8 *data, gsize size, gsize at, const void *bytes, gsize n)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  CtKnownTimbres *read;
  CtStatus status;

  memcpy (copy + at, bytes, n);
  sign (copy, size);
  status = ct_known_timbres_decode (copy, size, &read);
  if (status == CT_STATUS_OK)
    ct_known_timbres_free (read);
  return status;
}

static void
test_untrusted (void)
{
  CtKnownTimbres *known = new_known (), *read;
  guint8 *data;
  gsize size, numbers = HEADER_SIZE + NAME_SIZE, prototype = numbers + 32 + 8;
  const guint32 nan = 0x7fc00000, huge = 0x7f000000, zero = 0;
  struct
  {
    gsize at;
    const void *bytes;
    gsize n;
  } changes[] = {
    { 12, "\x03", 1 },                       /* more timbres than there are */
    { 12, "\x01", 1 },                       /* fewer */
    { 12, "\xff\xff\xff\xff", 4 },           /* very many */
    { HEADER_SIZE, "\0", 1 },                /* no name */
    { HEADER_SIZE, "\xff", 1 },              /* no UTF-8 */
    { HEADER_SIZE, "\n", 1 },                /* a control character */
    { HEADER_SIZE + 63, "x", 1 },            /* something behind the name */
    { numbers + 3, "\x01", 1 },              /* no colour */
    { numbers + 4, "\x80", 1 },              /* no program */
    { numbers + 16, "\0", 1 },               /* no song */
    { numbers + 20, "\x41", 1 },             /* too many marks */
    { numbers + 24, "\0", 1 },               /* no prototypes */
    { numbers + 24, "\x21", 1 },             /* too many */
    { numbers + 28, "\x01", 1 },             /* what must be 0 */
    { numbers + 32, "\0\0\0\0\0\0\0\0", 8 }, /* a mark that is none */
    { prototype, &nan, 4 },                  /* no number */
    { prototype, &huge, 4 },                 /* no unit vector */
    { prototype + 4 * 32, &nan, 4 },         /* no pitch */
    { prototype + 4 * 32, &huge, 4 },        /* too high a pitch */
    { prototype + 4 * 33, &nan, 4 },         /* no weight */
    { prototype + 4 * 33, &zero, 4 },        /* weighs nothing */
  };

  g_assert_cmpint (ct_known_timbres_encode (known, &data, &size), ==, CT_STATUS_OK);
  g_assert_cmpint (decode_changed (data, size, 0, data, 1), ==, CT_STATUS_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    g_assert_cmpint (decode_changed (data, size, changes[i].at, changes[i].bytes, changes[i].n), ==, CT_STATUS_DAMAGED);
  g_assert_cmpint (decode_changed (data, size, 8, "\x02", 1), ==, CT_STATUS_NOT_TIMBRES);
  g_assert_cmpint (decode_changed (data, size, 0, "R", 1), ==, CT_STATUS_NOT_TIMBRES);
  /* twice the same name */
  g_assert_cmpint (decode_changed (data, size, size - (size - HEADER_SIZE) / 2, data + HEADER_SIZE, NAME_SIZE), ==,
                   CT_STATUS_DAMAGED);
  for (gsize cut = 0; cut < size; cut++)
    g_assert_cmpint (ct_known_timbres_decode (data, cut, &read), !=, CT_STATUS_OK);
  data[size - 1] ^= 1;
  g_assert_cmpint (ct_known_timbres_decode (data, size, &read), ==, CT_STATUS_DAMAGED);
  free (data);
  ct_known_timbres_free (known);
}

static CtStatus
go_round (void *known)
{
  guint8 *data;
  gsize size;
  CtKnownTimbres *read;
  CtStatus status = ct_known_timbres_encode (known, &data, &size);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_known_timbres_decode (data, size, &read);
  free (data);
  if (status == CT_STATUS_OK)
    ct_known_timbres_free (read);
  return status;
}

static void
test_no_memory (void)
{
  CtKnownTimbres *known = new_known ();

  failing_allocator_try_all (go_round, known);
  ct_known_timbres_free (known);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/known-timbres-file/saved", test_saved);
  g_test_add_func ("/known-timbres-file/untrusted", test_untrusted);
  g_test_add_func ("/known-timbres-file/no-memory", test_no_memory);
  return g_test_run ();
}
