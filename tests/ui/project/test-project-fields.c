/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/project-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project-format-private.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"

static GVariant *
write_fields (const CtFields *fields, const void *base)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  ct_fields_write (fields, base, &builder);
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* @dictionary with @name set to @value, or without @name where that is NULL. Takes @value. */
static GVariant *
with (GVariant *dictionary, const char *name, GVariant *value)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, dictionary);
  g_variant_dict_remove (&dict, name);
  if (value)
    g_variant_dict_insert_value (&dict, name, value);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* Any field, any kind: written and read it is the same, though nothing was there before. */
static void
test_round_trip (void)
{
  CtDocument *document = project_document_new (20);
  CtSession *session = project_document_new_session (document);
  g_autoptr (CtProject) project = ct_project_copy_document (document, session);
  g_autoptr (GVariant) view = write_fields (&ct_project_view_fields, &project->view);
  g_autoptr (GVariant) options = write_fields (&ct_project_options_fields, &project->score->options);
  CtTranscriberOptions read_options = { 0 };

  for (gsize i = 0; i < project->score->n_tracks; i++)
    {
      g_autoptr (GVariant) track = write_fields (&ct_project_track_fields, &project->score->tracks[i]);
      CtEditTrack read = { 0 };

      g_assert_true (ct_fields_read (&ct_project_track_fields, &read, track));
      /* these are no numbers with a range, or not in every project */
      ct_edit_track_set_name (&read, project->score->tracks[i].name);
      read.rgb_by_hand = project->score->tracks[i].rgb_by_hand;
      read.naming = project->score->tracks[i].naming;
      read.recognition = project->score->tracks[i].recognition;
      read.guess = project->score->tracks[i].guess;
      g_assert_true (ct_edit_track_equal (&read, &project->score->tracks[i]));
    }
  g_assert_true (ct_fields_read (&ct_project_options_fields, &read_options, options));
  g_assert_true (ct_transcriber_options_equal (&read_options, &project->score->options));
  {
    CtProjectView read = { 0 };
    g_autoptr (GVariant) again = NULL;

    g_assert_true (ct_fields_read (&ct_project_view_fields, &read, view));
    again = write_fields (&ct_project_view_fields, &read);
    g_assert_true (g_variant_equal (view, again));
    g_assert_cmpfloat (read.contrast, ==, project->view.contrast);
    g_assert_cmpint (read.color_map, ==, project->view.color_map);
  }
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

/* Each field by itself: missing, of another type, out of its range at both ends, no number. */
static void
test_refused (void)
{
  static const CtFields *const all[] = { &ct_project_track_fields, &ct_project_options_fields,
                                         &ct_project_recording_fields, &ct_project_analysis_fields,
                                         &ct_project_view_fields };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    for (gsize j = 0; j < all[i]->n; j++)
      {
        const CtField *field = &all[i]->fields[j];
        const CtFields one = { field, 1 };
        gboolean floats = field->kind == CT_FIELD_FLOAT || field->kind == CT_FIELD_DOUBLE;
        g_autofree char *base = g_malloc0 (4096);
        GVariant *const values[] = { NULL,
                                     g_variant_new_string ("1"),
                                     floats ? g_variant_new_double (field->high * 1.01 + 1) : NULL,
                                     floats ? g_variant_new_double (field->low - fabs (field->low) * 0.01 - 1) : NULL,
                                     floats ? g_variant_new_double (NAN) : NULL,
                                     floats ? g_variant_new_double (INFINITY) : NULL };
        g_autoptr (GVariant) empty = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));

        g_assert_cmpuint (field->offset, <, 4096 - 8);
        g_assert_cmpfloat (field->low, <, field->high);
        for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
          {
            g_autoptr (GVariant) dictionary = with (empty, field->name, values[k]);

            g_test_message ("%s %zu", field->name, k);
            g_assert_false (ct_fields_read (&one, base, dictionary));
          }
        for (gsize k = 0; k < 4096; k++)
          g_assert_cmpint (base[k], ==, 0); /* what is refused is not taken */
        for (gsize k = 0; floats && k < 2; k++)
          {
            g_autoptr (GVariant) dictionary = with (empty, field->name,
                                                    g_variant_new_double (k ? field->high : field->low));

            g_assert_true (ct_fields_read (&one, base, dictionary));
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project-fields/round-trip", test_round_trip);
  g_test_add_func ("/project-fields/refused", test_refused);
  return g_test_run ();
}
