/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/score/ct-score-pages.h"

#include <math.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/notation/ct-notation.h"
#include "core/transcribe/ct-edit-harmony.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/exchange/ct-exporter.h"
#include "ui/support/ct-file-error.h"

struct _CtScorePages
{
  GObject parent_instance;

  CtJianpu *jianpu;
  gboolean has_beats;
};

G_DEFINE_FINAL_TYPE (CtScorePages, ct_score_pages, G_TYPE_OBJECT)

static CtStatus
set_music (CtScorePages *self, const CtScore *score, const CtScorePagesOptions *options, const char *title)
{
  CtKeyChange chosen = { .key = ct_key_of_tonic (MAX (options->tonic, 0), FALSE), .fixed = TRUE };
  CtJianpuOptions pages;
  CtNotationOptions music;
  CtNotation *notation = NULL;
  CtStatus status;

  ct_notation_options_init (&music);
  music.keys = options->tonic >= 0 ? &chosen : score->harmony.keys;
  music.n_keys = options->tonic >= 0 ? 1 : score->harmony.n_keys;
  ct_jianpu_options_init (&pages);
  pages.paper = options->paper;
  pages.size_pt = options->size_pt;
  pages.title = title;
  pages.chords = score->harmony.chords;
  pages.n_chords = options->chords ? score->harmony.n_chords : 0;
  status = ct_notation_new (score, &music, &notation);
  if (status == CT_STATUS_OK)
    status = ct_jianpu_new (notation, &pages, &self->jianpu);
  if (status == CT_STATUS_OK)
    self->has_beats = ct_notation_has_beats (notation);
  ct_notation_free (notation);
  return status;
}

static CtStatus
set_score (CtScorePages *self, CtDocument *document, const CtScorePagesOptions *options, const char *title)
{
  static const guint32 none = 0;
  const CtEditExport what = { .span = { 0, INFINITY },
                              .muted_too = TRUE,
                              .hidden_too = TRUE,
                              .tracks = options->n_tracks > 0 ? options->tracks : &none,
                              .n_tracks = options->n_tracks };
  const CtEditScore *score = ct_document_get_score (document);
  const CtHarmony *found = ct_document_get_harmony_is_current (document) ? ct_document_get_harmony (document) : NULL;
  CtScore *chosen = NULL;
  CtStatus status = ct_exporter_make_score (score, &what, &chosen);

  if (status == CT_STATUS_OK)
    status = ct_edit_harmony_export (score, &what, found, chosen);
  if (status == CT_STATUS_OK)
    status = set_music (self, chosen, options, title);
  ct_score_free (chosen);
  return status;
}

CtScorePages *
ct_score_pages_new (CtDocument *document, const CtScorePagesOptions *options, GError **error)
{
  g_autoptr (CtScorePages) self = g_object_new (CT_TYPE_SCORE_PAGES, NULL);
  g_autofree char *title = ct_exporter_dup_base_name (document);
  CtStatus status = set_score (self, document, options, title);

  if (status == CT_STATUS_OK)
    return g_steal_pointer (&self);
  ct_file_error_set_status (error, status, title);
  return NULL;
}

guint
ct_score_pages_get_n (CtScorePages *self)
{
  g_return_val_if_fail (CT_IS_SCORE_PAGES (self), 0);
  return (guint) ct_jianpu_n_pages (self->jianpu);
}

void
ct_score_pages_get_size (CtScorePages *self, double *width_pt, double *height_pt)
{
  g_return_if_fail (CT_IS_SCORE_PAGES (self));
  ct_jianpu_page_size (self->jianpu, width_pt, height_pt);
}

gboolean
ct_score_pages_get_has_beats (CtScorePages *self)
{
  g_return_val_if_fail (CT_IS_SCORE_PAGES (self), FALSE);
  return self->has_beats;
}

void
ct_score_pages_draw (CtScorePages *self, guint number, cairo_t *cr)
{
  g_return_if_fail (CT_IS_SCORE_PAGES (self));
  g_return_if_fail (number < ct_score_pages_get_n (self));
  ct_jianpu_draw (self->jianpu, (int) number, cr);
}

gboolean
ct_score_pages_write (CtScorePages *self, GFile *file, GError **error)
{
  g_autofree char *path = ct_file_dup_local_path (file, error);
  CtStatus status;

  g_return_val_if_fail (CT_IS_SCORE_PAGES (self), FALSE);
  if (!path)
    return FALSE;
  status = ct_jianpu_write (self->jianpu, path);
  if (status == CT_STATUS_OK)
    ct_atomic_file_clean (path);
  else
    ct_file_error_set_write_status (error, status, path);
  return status == CT_STATUS_OK;
}

static void
ct_score_pages_finalize (GObject *object)
{
  ct_jianpu_free (CT_SCORE_PAGES (object)->jianpu);
  G_OBJECT_CLASS (ct_score_pages_parent_class)->finalize (object);
}

static void
ct_score_pages_class_init (CtScorePagesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ct_score_pages_finalize;
}

static void
ct_score_pages_init (CtScorePages *self)
{
}
