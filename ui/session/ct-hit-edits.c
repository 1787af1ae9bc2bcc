/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-hit-edits.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-drum.h"
#include "core/base/ct-plain-name.h"
#include "core/base/ct-status.h"
#include "core/percussion/ct-hit-split.h"
#include "core/transcribe/ct-transcriber.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-model.h"

#define NEAR_S 0.01          /* two hits of a group are further apart */
#define LEAST_STRENGTH 0.01f /* as soft as a hit can be */
#define LEAST_SPLIT 0.02f    /* hits whose strengths differ less are alike */

static const CtPercussion *
get_hits (CtSession *session)
{
  return &ct_document_get_score (ct_session_get_document (session))->percussion;
}

/* A copy to change, with room for one more hit. */
static CtPercussion
copy_hits (CtSession *session)
{
  const CtPercussion *now = get_hits (session);
  CtPercussion copy = *now;

  copy.hits = g_new (CtHit, now->n_hits + 1);
  memcpy (copy.hits, now->hits, now->n_hits * sizeof *copy.hits);
  return copy;
}

/* Makes @made (taken) the document's in a step. */
static void
take (CtSession *session, CtPercussion *made, const char *name)
{
  CtDocument *document = ct_session_get_document (session);

  ct_percussion_sort (made);
  ct_document_begin (document, name);
  ct_document_set_percussion (document, made);
  ct_document_commit (document);
  g_free (made->hits);
}

static void
take_hit_out (CtPercussion *self, guint hit)
{
  self->n_hits--;
  memmove (self->hits + hit, self->hits + hit + 1, (self->n_hits - hit) * sizeof *self->hits);
}

static gboolean
is_free (const CtPercussion *self, double time_s, guint group)
{
  for (gsize i = 0; i < self->n_hits; i++)
    if (self->hits[i].group == group && ABS (self->hits[i].time_s - time_s) < NEAR_S)
      return FALSE;
  return TRUE;
}

gboolean
ct_hit_edits_add (CtSession *session, double time_s, guint group, double strength)
{
  CtPercussion made;

  g_return_val_if_fail (CT_IS_SESSION (session), FALSE);
  g_return_val_if_fail (group < get_hits (session)->n_groups, FALSE);
  if (!is_free (get_hits (session), MAX (time_s, 0), group) || get_hits (session)->n_hits >= CT_MAX_HITS)
    return FALSE;
  made = copy_hits (session);
  made.hits[made.n_hits++] = (CtHit){ MAX (time_s, 0), CLAMP ((float) strength, LEAST_STRENGTH, 1), (guint8) group };
  take (session, &made, _ ("Add Hit"));
  return TRUE;
}

void
ct_hit_edits_remove (CtSession *session, guint hit)
{
  CtPercussion made;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (hit < get_hits (session)->n_hits);
  made = copy_hits (session);
  take_hit_out (&made, hit);
  take (session, &made, _ ("Delete Hit"));
}

void
ct_hit_edits_move (CtSession *session, guint hit, double time_s, guint group)
{
  CtPercussion made;
  CtHit moved;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (hit < get_hits (session)->n_hits && group < get_hits (session)->n_groups);
  made = copy_hits (session);
  moved = made.hits[hit];
  take_hit_out (&made, hit);
  moved.time_s = MAX (time_s, 0);
  moved.group = (guint8) group;
  for (gsize i = made.n_hits; i-- > 0;)
    if (made.hits[i].group == group && ABS (made.hits[i].time_s - moved.time_s) < NEAR_S)
      take_hit_out (&made, (guint) i);
  made.hits[made.n_hits++] = moved;
  take (session, &made, _ ("Move Hit"));
}

void
ct_hit_edits_set_strength (CtSession *session, guint hit, double strength)
{
  CtPercussion made;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (hit < get_hits (session)->n_hits);
  made = copy_hits (session);
  made.hits[hit].strength = CLAMP ((float) strength, LEAST_STRENGTH, 1);
  take (session, &made, _ ("Change Strength"));
}

void
ct_hit_edits_set_drum (CtSession *session, guint group, guint drum)
{
  CtPercussion made;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (group < get_hits (session)->n_groups && drum >= CT_DRUM_LOW && drum <= CT_DRUM_HIGH);
  made = copy_hits (session);
  made.groups[group].drum = (guint8) drum;
  made.groups[group].name[0] = '\0';
  take (session, &made, _ ("Choose Drum"));
}

void
ct_hit_edits_rename (CtSession *session, guint group, const char *name)
{
  CtPercussion made;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (group < get_hits (session)->n_groups);
  made = copy_hits (session);
  ct_plain_name_copy (name, made.groups[group].name, sizeof made.groups[group].name);
  take (session, &made, _ ("Rename Drum"));
}

static void
take_group_out (CtPercussion *self, guint group)
{
  self->n_groups--;
  memmove (self->groups + group, self->groups + group + 1, (self->n_groups - group) * sizeof *self->groups);
  for (gsize i = 0; i < self->n_hits; i++)
    if (self->hits[i].group > group)
      self->hits[i].group--;
}

void
ct_hit_edits_merge (CtSession *session, guint group, guint into)
{
  CtPercussion made;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (group < get_hits (session)->n_groups && into < get_hits (session)->n_groups && group != into);
  made = copy_hits (session);
  for (gsize i = 0; i < made.n_hits; i++)
    if (made.hits[i].group == group)
      made.hits[i].group = (guint8) into;
  take_group_out (&made, group);
  take (session, &made, _ ("Merge Drums"));
}

/* The strength halfway between the softest and the loudest hit of a group; 0: they are alike. */
static float
middle_of (const CtPercussion *self, guint group)
{
  float low = 1, high = 0;

  for (gsize i = 0; i < self->n_hits; i++)
    if (self->hits[i].group == group)
      {
        low = MIN (low, self->hits[i].strength);
        high = MAX (high, self->hits[i].strength);
      }
  return high - low < LEAST_SPLIT ? 0 : (low + high) / 2;
}

/* Marks the softer hits of a group in @apart; how many there are. */
static gsize
find_soft (const CtPercussion *self, guint group, bool *apart)
{
  float middle = middle_of (self, group);
  gsize n = 0;

  for (gsize i = 0; i < self->n_hits; i++)
    {
      apart[i] = self->hits[i].group == group && self->hits[i].strength < middle;
      n += apart[i];
    }
  return n;
}

/* What was heard, if the recording is there. */
static const CtAnalysis *
get_analysis (CtSession *session)
{
  CtEvidence *evidence = ct_document_get_evidence (ct_session_get_document (session));

  return evidence && evidence->analysis && evidence->analysis->spectrogram ? evidence->analysis : NULL;
}

gboolean
ct_hit_edits_can_compare (CtSession *session, guint group)
{
  const CtPercussion *now = get_hits (session);
  guint n = 0;

  g_return_val_if_fail (group < now->n_groups, FALSE);
  for (gsize i = 0; i < now->n_hits && n < 2; i++)
    n += now->hits[i].group == group;
  return n == 2 && get_analysis (session);
}

gboolean
ct_hit_edits_can_split (CtSession *session, guint group)
{
  const CtPercussion *now = get_hits (session);

  return now->n_groups < CT_MAX_HIT_GROUPS && (ct_hit_edits_can_compare (session, group) || middle_of (now, group) > 0);
}

/* Marks those hits of a group that get one of their own; how many there are. *@drum: what they are, if the sound told.
 */
static gsize
find_apart (CtSession *session, guint group, bool *apart, guint8 *drum)
{
  const CtPercussion *now = get_hits (session);
  const CtAnalysis *analysis = get_analysis (session);
  const CtWeights *weights = ct_model_get_weights ();
  gsize n = 0;

  if (analysis && weights
      && ct_hit_split (weights, analysis->spectrogram, analysis->start_s, now, group, apart, drum, &n) != CT_STATUS_OK)
    n = 0;
  return n > 0 ? n : find_soft (now, group, apart);
}

void
ct_hit_edits_split (CtSession *session, guint group)
{
  g_autofree bool *apart = NULL;
  CtPercussion made;
  guint8 drum;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (group < get_hits (session)->n_groups);
  if (!ct_hit_edits_can_split (session, group))
    return;
  drum = get_hits (session)->groups[group].drum;
  apart = g_new0 (bool, get_hits (session)->n_hits);
  if (find_apart (session, group, apart, &drum) == 0)
    return;
  made = copy_hits (session);
  memmove (made.groups + group + 1, made.groups + group, (made.n_groups - group) * sizeof *made.groups);
  made.n_groups++;
  for (gsize i = 0; i < made.n_hits; i++)
    if (made.hits[i].group > group || apart[i])
      made.hits[i].group++;
  if (made.groups[group + 1].drum != drum)
    made.groups[group + 1].name[0] = '\0';
  made.groups[group + 1].drum = drum;
  take (session, &made, _ ("Split Drum"));
}

void
ct_hit_edits_remove_group (CtSession *session, guint group)
{
  CtPercussion made;
  gsize n = 0;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (group < get_hits (session)->n_groups);
  made = copy_hits (session);
  for (gsize i = 0; i < made.n_hits; i++)
    if (made.hits[i].group != group)
      made.hits[n++] = made.hits[i];
  made.n_hits = n;
  take_group_out (&made, group);
  take (session, &made, _ ("Delete Drum"));
}

void
ct_hit_edits_set_mute (CtSession *session, guint group, gboolean mute)
{
  CtPercussion made;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (group < get_hits (session)->n_groups);
  made = copy_hits (session);
  made.groups[group].mute = mute != FALSE;
  take (session, &made, mute ? _ ("Mute Drum") : _ ("Unmute Drum"));
}

void
ct_hit_edits_set_solo (CtSession *session, guint group, gboolean solo)
{
  CtPercussion made;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (group < get_hits (session)->n_groups);
  made = copy_hits (session);
  made.groups[group].solo = solo != FALSE;
  take (session, &made, solo ? _ ("Solo Drum") : _ ("End Solo of Drum"));
}
