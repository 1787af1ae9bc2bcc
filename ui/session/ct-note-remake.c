/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps that create notes: split, join, duplicate, paste, draw. */
#include "ui/session/ct-note-edits-private.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-edits.h"

#define JOIN_GAP_S 1.0 /* how far away a single note looks for one to join */

/* The elements of @ids (guint64), which is freed; NULL if there are none. */
static guint64 *
steal_ids (GArray *ids, guint *n)
{
  guint64 *data = NULL;

  *n = ids->len;
  if (ids->len > 0)
    data = g_memdup2 (ids->data, ids->len * sizeof *data);
  g_array_unref (ids);
  return data;
}

/* ---- split ---- */

static gboolean
sounds_at (const CtEditNote *note, double time_s)
{
  return time_s - note->onset_s >= CT_NOTE_MIN_S && note->offset_s - time_s >= CT_NOTE_MIN_S;
}

/* Where in what was heard of @note, which was put on a grid, @time_s lies. */
static double
heard_at (const CtEditNote *note, double time_s)
{
  double share = (time_s - note->onset_s) / (note->offset_s - note->onset_s);

  return note->heard_onset_s + share * (note->heard_offset_s - note->heard_onset_s);
}

guint64 *
ct_note_edits_split (CtDocument *document, const guint64 *ids, guint n, double time_s, guint *n_made)
{
  g_autoptr (GArray) notes = ct_note_edits_take (document, ids, n);
  GArray *made = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autofree char *name = NULL;
  guint n_split = 0;

  for (guint i = 0; i < notes->len; i++)
    n_split += sounds_at (&g_array_index (notes, CtEditNote, i), time_s);
  name = g_strdup_printf (ngettext ("Split Note", "Split %u Notes", n_split), n_split);
  ct_document_begin (document, name);
  for (guint i = 0; i < notes->len; i++)
    {
      CtEditNote first = g_array_index (notes, CtEditNote, i), second;
      guint64 id;

      if (!sounds_at (&first, time_s))
        continue;
      ct_note_edits_mark (&first, CT_EDITED_TIME);
      second = first;
      if (ct_edit_note_remembers (&first))
        first.heard_offset_s = second.heard_onset_s = heard_at (&first, time_s);
      first.offset_s = second.onset_s = time_s;
      ct_document_set_note (document, &first);
      id = ct_document_add_note (document, &second);
      g_array_append_val (made, first.id);
      g_array_append_val (made, id);
    }
  ct_document_commit (document);
  return steal_ids (made, n_made);
}

/* ---- join ---- */

static int
compare_voices (gconstpointer a, gconstpointer b)
{
  const CtEditNote *x = a, *y = b;

  if (x->track != y->track)
    return x->track < y->track ? -1 : 1;
  if (x->midi != y->midi)
    return x->midi < y->midi ? -1 : 1;
  return ct_edit_note_compare (a, b);
}

static gboolean
same_voice (const CtEditNote *a, const CtEditNote *b)
{
  return a->track == b->track && a->midi == b->midi;
}

/* The ids of the notes to join, pointing into @sorted; for a single note, its id and that of the next one. */
static GHashTable *
wanted_ids (const GArray *sorted, const guint64 *ids, guint n)
{
  GHashTable *wanted = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (wanted, (gpointer) &ids[i]);
  for (guint i = 0; n == 1 && i + 1 < sorted->len; i++)
    {
      const CtEditNote *note = &g_array_index (sorted, CtEditNote, i), *next = note + 1;

      if (note->id == ids[0] && same_voice (note, next) && next->onset_s - note->offset_s <= JOIN_GAP_S)
        g_hash_table_add (wanted, (gpointer) &next->id);
    }
  return wanted;
}

/* Where the notes that @note is made of were heard, if one of them remembers. */
static void
join_heard (const GArray *sorted, guint first, guint end, CtEditNote *note)
{
  gboolean remembers = FALSE;
  double onset_s = INFINITY, offset_s = 0;

  for (guint i = first; i < end; i++)
    {
      const CtEditNote *part = &g_array_index (sorted, CtEditNote, i);
      gboolean one = ct_edit_note_remembers (part);

      remembers = remembers || one;
      onset_s = MIN (onset_s, one ? part->heard_onset_s : part->onset_s);
      offset_s = MAX (offset_s, one ? part->heard_offset_s : part->offset_s);
    }
  note->heard_onset_s = remembers ? onset_s : 0;
  note->heard_offset_s = remembers ? offset_s : 0;
}

/* One note made of notes @first to @end - 1 of @sorted, which follow each other. */
static CtEditNote
joined (const GArray *sorted, guint first, guint end)
{
  CtEditNote note = g_array_index (sorted, CtEditNote, first);
  double confidence = 0, velocity = 0, all_s = 0;

  join_heard (sorted, first, end, &note);
  for (guint i = first; i < end; i++)
    {
      const CtEditNote *part = &g_array_index (sorted, CtEditNote, i);
      double length_s = part->offset_s - part->onset_s;

      all_s += length_s;
      confidence += length_s * (double) part->confidence;
      velocity += length_s * part->velocity;
      note.offset_s = MAX (note.offset_s, part->offset_s);
      note.edited |= part->edited & CT_EDITED_TRACK;
      /* if any part was detected, the whole was: its timbre is known */
      if (note.origin_frame < 0 && part->origin_frame >= 0)
        {
          note.origin_frame = part->origin_frame;
          note.origin_midi = part->origin_midi;
          note.edited &= (guint8) ~CT_EDITED_DRAWN;
          note.edited |= CT_EDITED_PITCH | CT_EDITED_VELOCITY | CT_EDITED_TRACK;
        }
    }
  note.confidence = (float) (confidence / all_s);
  note.velocity = (guint8) lround (velocity / all_s);
  ct_note_edits_mark (&note, CT_EDITED_TIME);
  return note;
}

/* The end of the run of @wanted notes that starts at index @first. */
static guint
run_end (const GArray *sorted, GHashTable *wanted, guint first)
{
  const CtEditNote *note = &g_array_index (sorted, CtEditNote, first);
  guint end = first;

  while (end < sorted->len && same_voice (note, &g_array_index (sorted, CtEditNote, end))
         && g_hash_table_contains (wanted, &g_array_index (sorted, CtEditNote, end).id))
    end++;
  return end;
}

/* Deletes @part, which @whole includes now. */
static void
delete_part (CtDocument *document, const CtEditNote *part, const CtEditNote *whole)
{
  if (part->origin_frame == whole->origin_frame && part->origin_midi == whole->origin_midi)
    ct_note_edits_delete_part (document, part);
  else
    ct_document_delete_note (document, part->id);
}

/* All notes that can be edited, by track, pitch and onset; uncertain notes only if they are among @ids. */
static GArray *
sort_voices (CtDocument *document, const guint64 *ids, guint n)
{
  const CtEditScore *score = ct_document_get_score (document);
  g_autoptr (GHashTable) named = g_hash_table_new (g_int64_hash, g_int64_equal);
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (CtEditNote));

  for (guint i = 0; i < n; i++)
    g_hash_table_add (named, (gpointer) &ids[i]);
  for (gsize i = 0; i < score->n_notes; i++)
    if (ct_note_edits_is_open (document, score->notes[i].track)
        && (!score->notes[i].uncertain || g_hash_table_contains (named, &score->notes[i].id)))
      g_array_append_vals (sorted, &score->notes[i], 1);
  g_array_sort (sorted, compare_voices);
  return sorted;
}

guint64 *
ct_note_edits_join (CtDocument *document, const guint64 *ids, guint n, guint *n_made)
{
  g_autoptr (GArray) sorted = sort_voices (document, ids, n);
  g_autoptr (GHashTable) wanted = wanted_ids (sorted, ids, n);
  GArray *made = g_array_new (FALSE, FALSE, sizeof (guint64));

  ct_document_begin (document, _ ("Join Notes"));
  for (guint i = 0, end; i < sorted->len; i = MAX (end, i + 1))
    {
      CtEditNote note;

      end = run_end (sorted, wanted, i);
      if (end - i < 2)
        continue;
      note = joined (sorted, i, end);
      ct_document_set_note (document, &note);
      for (guint j = i + 1; j < end; j++)
        delete_part (document, &g_array_index (sorted, CtEditNote, j), &note);
      g_array_append_val (made, note.id);
    }
  ct_document_commit (document);
  return steal_ids (made, n_made);
}

/* ---- copies ---- */

/* Marks @note as drawn: it was never detected. */
static void
make_drawn (CtEditNote *note)
{
  note->confidence = 1;
  note->origin_frame = -1;
  note->origin_midi = 0;
  note->edited = CT_EDITED_DRAWN;
  note->heard_onset_s = note->heard_offset_s = 0;
  note->uncertain = FALSE;
}

static guint64 *
add_copies (CtDocument *document, const char *name, const GArray *notes, double time_s, guint *n_made)
{
  GArray *made = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (CtEditNote));
  double horizon_s = ct_note_edits_horizon_s (document, none);

  ct_document_begin (document, name);
  for (guint i = 0; i < notes->len; i++)
    {
      CtEditNote copy = g_array_index (notes, CtEditNote, i);
      guint64 id;

      copy.onset_s += time_s;
      copy.offset_s = MIN (copy.offset_s + time_s, horizon_s);
      if (copy.onset_s < 0 || copy.offset_s - copy.onset_s < 0.5 * CT_NOTE_MIN_S
          || !ct_note_edits_is_open (document, copy.track))
        continue;
      make_drawn (&copy);
      id = ct_document_add_note (document, &copy);
      g_array_append_val (made, id);
    }
  ct_document_commit (document);
  return steal_ids (made, n_made);
}

guint64 *
ct_note_edits_duplicate (CtDocument *document, const guint64 *ids, guint n, guint *n_made)
{
  g_autoptr (GArray) notes = ct_note_edits_take (document, ids, n);
  g_autofree char *name = g_strdup_printf (ngettext ("Duplicate Note", "Duplicate %u Notes", notes->len), notes->len);
  double first_s = INFINITY, last_s = 0;

  for (guint i = 0; i < notes->len; i++)
    {
      first_s = MIN (first_s, g_array_index (notes, CtEditNote, i).onset_s);
      last_s = MAX (last_s, g_array_index (notes, CtEditNote, i).offset_s);
    }
  return add_copies (document, name, notes, last_s - first_s, n_made);
}

guint64 *
ct_note_edits_paste (CtDocument *document, const GArray *notes, double time_s, guint *n_made)
{
  g_autofree char *name = g_strdup_printf (ngettext ("Paste Note", "Paste %u Notes", notes->len), notes->len);

  g_return_val_if_fail (isfinite (time_s), NULL);
  return add_copies (document, name, notes, time_s, n_made);
}

guint64
ct_note_edits_draw (CtDocument *document, guint32 track, int midi, double onset_s, double offset_s, guint velocity)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (CtEditNote));
  double horizon_s = ct_note_edits_horizon_s (document, none);
  CtEditNote note = { .track = track,
                      .midi = (guint8) CLAMP (midi, 0, 127),
                      .velocity = (guint8) CLAMP (velocity, 1, 127) };
  guint64 id;

  if (!ct_note_edits_is_open (document, track) || !isfinite (onset_s) || !isfinite (offset_s))
    return 0;
  note.onset_s = CLAMP (onset_s, 0, MAX (horizon_s - CT_NOTE_MIN_S, 0));
  note.offset_s = CLAMP (offset_s, note.onset_s + CT_NOTE_MIN_S, MAX (horizon_s, note.onset_s + CT_NOTE_MIN_S));
  make_drawn (&note);
  ct_document_begin (document, _ ("Draw Note"));
  id = ct_document_add_note (document, &note);
  ct_document_commit (document);
  return id;
}
