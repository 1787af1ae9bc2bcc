/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-timbre-book.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-write-status.h"
#include "core/timbre/ct-known-timbres-file.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-recognition.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"
#include "ui/support/ct-file-error.h"

struct _CtTimbreBook
{
  GObject parent_instance;
  char *path; /* NULL: no file */
  CtKnownTimbres *known;
  char *problem; /* why the file could not be read */
  gboolean enabled;
};

enum
{
  PROP_ENABLED = 1,
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (CtTimbreBook, ct_timbre_book, G_TYPE_OBJECT)

/* As GLib does, where there is no memory for a few timbres the program ends. */
static CtKnownTimbres *
new_known (void)
{
  CtKnownTimbres *known;

  if (ct_known_timbres_new (&known) != CT_STATUS_OK)
    g_error ("not enough memory"); /* NOLINT: the same as g_new() */
  return known;
}

static CtKnownTimbres *
copy_known (const CtKnownTimbres *self)
{
  CtKnownTimbres *copy;

  if (ct_known_timbres_copy (self, &copy) != CT_STATUS_OK)
    g_error ("not enough memory"); /* NOLINT */
  return copy;
}

/* ---- file ---- */

gboolean
ct_timbre_book_open (CtTimbreBook *self, const char *path, GError **error)
{
  CtKnownTimbres *read = NULL;
  CtStatus status = ct_known_timbres_load (path, &read);

  g_return_val_if_fail (CT_IS_TIMBRE_BOOK (self), FALSE);
  g_free (self->path);
  self->path = g_strdup (path);
  ct_known_timbres_free (self->known);
  self->known = read ? read : new_known ();
  g_clear_pointer (&self->problem, g_free);
  if (status != CT_STATUS_OK && status != CT_STATUS_NOT_FOUND)
    {
      g_autoptr (GError) why = NULL;

      ct_file_error_set_status (&why, status, path);
      self->problem = g_strdup (why->message);
      g_propagate_error (error, g_steal_pointer (&why));
    }
  g_signal_emit (self, changed_signal, 0);
  return !self->problem;
}

/* Adds to @known what the file has beside what was known: another program has learned it. */
static CtStatus
add_learned_elsewhere (CtTimbreBook *self, CtKnownTimbres *known)
{
  CtKnownTimbres *read;
  CtStatus status = ct_known_timbres_load (self->path, &read);

  if (status != CT_STATUS_OK)
    return status == CT_STATUS_NOT_FOUND || self->problem ? CT_STATUS_OK : status;
  for (size_t i = ct_known_timbres_n (read); i-- > 0;)
    {
      const char *name = ct_known_timbres_get (read, i)->name;

      if (ct_known_timbres_find (self->known, name) >= 0 || ct_known_timbres_find (known, name) >= 0)
        ct_known_timbres_forget (read, i);
    }
  status = ct_known_timbres_import (known, read);
  ct_known_timbres_free (read);
  return status;
}

static CtStatus
save (CtTimbreBook *self, CtKnownTimbres *known)
{
  int lock = ct_known_timbres_lock (self->path);
  CtStatus status = lock >= 0 ? add_learned_elsewhere (self, known) : ct_write_status (errno);

  if (status == CT_STATUS_OK)
    status = ct_known_timbres_save (known, self->path);
  if (lock >= 0)
    close (lock);
  return status;
}

/* Writes @known, takes it, and makes it what is known. */
static gboolean
take (CtTimbreBook *self, CtKnownTimbres *known, gboolean overwrite, GError **error)
{
  g_autofree char *folder = self->path ? g_path_get_dirname (self->path) : NULL;
  CtStatus status = CT_STATUS_OK;

  if (self->problem && !overwrite)
    {
      ct_known_timbres_free (known);
      g_set_error_literal (error, CT_FILE_ERROR, CT_FILE_ERROR_DAMAGED, self->problem);
      return FALSE;
    }
  if (folder && g_mkdir_with_parents (folder, 0700) != 0)
    status = ct_write_status (errno);
  if (self->path && status == CT_STATUS_OK)
    status = save (self, known);
  if (status != CT_STATUS_OK)
    {
      ct_known_timbres_free (known);
      ct_file_error_set_write_status (error, status, self->path);
      return FALSE;
    }
  ct_known_timbres_free (self->known);
  self->known = known;
  g_clear_pointer (&self->problem, g_free);
  g_signal_emit (self, changed_signal, 0);
  return TRUE;
}

/* ---- what is known ---- */

const char *
ct_timbre_book_get_problem (CtTimbreBook *self)
{
  g_return_val_if_fail (CT_IS_TIMBRE_BOOK (self), NULL);
  return self->problem;
}

const CtKnownTimbres *
ct_timbre_book_get_known (CtTimbreBook *self)
{
  g_return_val_if_fail (CT_IS_TIMBRE_BOOK (self), NULL);
  return self->known;
}

CtKnownTimbres *
ct_timbre_book_dup_known (CtTimbreBook *self)
{
  g_return_val_if_fail (CT_IS_TIMBRE_BOOK (self), NULL);
  return self->enabled && ct_known_timbres_n (self->known) > 0 ? copy_known (self->known) : NULL;
}

/* ---- learning ---- */

/* What is heard in a document, track by track. */
typedef struct
{
  const CtEditScore *score;
  CtNote *notes;     /* [n_notes], on the tracks' places */
  float *embeddings; /* [n_notes][CT_EMBEDDING_SIZE]; zeros: it was not heard */
} Heard;

static void
listen (CtDocument *document, Heard *heard)
{
  const CtEditScore *score = ct_document_get_score (document);
  CtEvidence *evidence = ct_document_get_evidence (document);

  heard->score = score;
  heard->notes = g_new (CtNote, score->n_notes + 1);
  heard->embeddings = g_new0 (float, (score->n_notes + 1) * CT_EMBEDDING_SIZE);
  for (gsize i = 0; i < score->n_notes; i++)
    {
      const float *embedding = ct_evidence_embedding (evidence, &score->notes[i]);

      heard->notes[i] = ct_edit_note_to_note (&score->notes[i]);
      heard->notes[i].track = (gint16) ct_edit_score_track_index (score, score->notes[i].track);
      if (embedding)
        memcpy (heard->embeddings + i * CT_EMBEDDING_SIZE, embedding, CT_EMBEDDING_SIZE * sizeof *embedding);
    }
}

/* The recording is the song; a copy of it elsewhere is the same. */
static guint64
mark_song (CtDocument *document)
{
  const CtRecording *recording = ct_document_get_recording (document);
  const CtEvidence *evidence = ct_document_get_evidence (document);
  guint64 mark = 0;

  if (recording && recording->hashed)
    memcpy (&mark, recording->sha256, sizeof mark);
  return mark ? mark : ct_recognition_mark (evidence->embeddings, evidence->n_candidates);
}

/* Learns one track; whether something was learned. */
static gboolean
learn_track (CtKnownTimbres *known, const Heard *heard, gsize track, guint64 encoder, guint64 song)
{
  const CtEditTrack *it = &heard->score->tracks[track];
  CtTimbreLesson lesson = { .name = it->name,
                            .rgb = it->rgb,
                            .program = it->program,
                            .encoder = encoder,
                            .song = song };

  return ct_known_timbres_learn (known, &lesson, heard->embeddings, heard->notes, heard->score->n_notes, (int) track)
         == CT_STATUS_OK;
}

static gboolean
has_named (const CtEditScore *score)
{
  for (gsize i = 0; i < score->n_tracks; i++)
    if (ct_edit_track_is_named (&score->tracks[i]))
      return TRUE;
  return FALSE;
}

gboolean
ct_timbre_book_learn (CtTimbreBook *self, CtDocument *document, GPtrArray *added, GError **error)
{
  const CtEvidence *evidence = ct_document_get_evidence (document);
  g_autoptr (CtKnownTimbres) known = NULL;
  gboolean any = FALSE;
  Heard heard;

  g_return_val_if_fail (CT_IS_TIMBRE_BOOK (self), FALSE);
  if (!self->enabled || !self->path || !evidence || !evidence->encoder || evidence->n_candidates == 0
      || !has_named (ct_document_get_score (document)))
    return TRUE;
  known = copy_known (self->known);
  listen (document, &heard);
  for (gsize i = 0; i < heard.score->n_tracks; i++)
    {
      const char *name = heard.score->tracks[i].name;
      gboolean is_new = ct_known_timbres_find (known, name) < 0;

      if (!ct_edit_track_is_named (&heard.score->tracks[i])
          || !learn_track (known, &heard, i, evidence->encoder, mark_song (document)))
        continue;
      any = TRUE;
      if (is_new && added)
        g_ptr_array_add (added, g_strdup (name));
    }
  g_free (heard.notes);
  g_free (heard.embeddings);
  return !any || take (self, g_steal_pointer (&known), FALSE, error);
}

/* ---- keeping order ---- */

gboolean
ct_timbre_book_rename (CtTimbreBook *self, guint place, const char *name, GError **error)
{
  g_autoptr (CtKnownTimbres) known = copy_known (self->known);
  CtStatus status = ct_known_timbres_rename (known, place, name);

  if (status == CT_STATUS_OK)
    return take (self, g_steal_pointer (&known), FALSE, error);
  g_set_error_literal (error, CT_FILE_ERROR, CT_FILE_ERROR_FAILED,
                       status == CT_STATUS_EXISTS ? _ ("Another timbre has this name") : _ ("A name is needed"));
  return FALSE;
}

gboolean
ct_timbre_book_merge (CtTimbreBook *self, guint place, guint other, GError **error)
{
  CtKnownTimbres *known = copy_known (self->known);

  ct_known_timbres_merge (known, place, other);
  return take (self, known, FALSE, error);
}

gboolean
ct_timbre_book_forget (CtTimbreBook *self, guint place, GError **error)
{
  CtKnownTimbres *known = copy_known (self->known);

  ct_known_timbres_forget (known, place);
  return take (self, known, FALSE, error);
}

gboolean
ct_timbre_book_forget_all (CtTimbreBook *self, GError **error)
{
  return take (self, new_known (), TRUE, error);
}

gboolean
ct_timbre_book_import (CtTimbreBook *self, const char *path, GError **error)
{
  g_autoptr (CtKnownTimbres) known = copy_known (self->known), other = NULL;
  CtStatus status = ct_known_timbres_load (path, &other);

  if (status == CT_STATUS_OK)
    status = ct_known_timbres_import (known, other);
  if (status == CT_STATUS_OK)
    return take (self, g_steal_pointer (&known), FALSE, error);
  ct_file_error_set_status (error, status, path);
  return FALSE;
}

gboolean
ct_timbre_book_export (CtTimbreBook *self, const char *path, GError **error)
{
  CtStatus status = ct_known_timbres_save (self->known, path);

  if (status != CT_STATUS_OK)
    ct_file_error_set_write_status (error, status, path);
  return status == CT_STATUS_OK;
}

/* ---- object ---- */

static void
ct_timbre_book_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ENABLED)
    g_value_set_boolean (value, CT_TIMBRE_BOOK (object)->enabled);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_timbre_book_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ENABLED)
    CT_TIMBRE_BOOK (object)->enabled = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_timbre_book_finalize (GObject *object)
{
  CtTimbreBook *self = CT_TIMBRE_BOOK (object);

  ct_known_timbres_free (self->known);
  g_free (self->path);
  g_free (self->problem);
  G_OBJECT_CLASS (ct_timbre_book_parent_class)->finalize (object);
}

static void
ct_timbre_book_class_init (CtTimbreBookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_timbre_book_get_property;
  object_class->set_property = ct_timbre_book_set_property;
  object_class->finalize = ct_timbre_book_finalize;
  g_object_class_install_property (object_class, PROP_ENABLED,
                                   g_param_spec_boolean ("enabled", NULL, NULL, TRUE,
                                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  changed_signal = g_signal_new ("changed", CT_TYPE_TIMBRE_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 0);
}

static void
ct_timbre_book_init (CtTimbreBook *self)
{
  self->known = new_known ();
  self->enabled = TRUE;
}

CtTimbreBook *
ct_timbre_book_new (void)
{
  return g_object_new (CT_TYPE_TIMBRE_BOOK, NULL);
}

CtTimbreBook *
ct_timbre_book_get_default (void)
{
  static CtTimbreBook *book;

  if (!book)
    book = ct_timbre_book_new ();
  return book;
}
