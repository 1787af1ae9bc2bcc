/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-outputs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/cli-input.h"
#include "app/cli-text.h"
#include "core/base/ct-atomic-file.h"
#include "core/base/ct-file-name.h"
#include "core/base/ct-status.h"

/* Leaves room for a number and for the longest ending in the 255 bytes that file systems take. */
#define MAX_NAME_BYTES 230
#define NUMBER_BYTES 16

/* The name of a result, without its ending. */
typedef struct
{
  int next; /* the number to try for the next recording of this name */
  char text[];
} Name;

static int
compare_names (const void *a, const void *b)
{
  return strcmp (((const Name *) a)->text, ((const Name *) b)->text);
}

/* The last part of @path without its ending; what comes from standard input has no name of its own. */
static const char *
find_stem (const char *path, size_t *length)
{
  static const char unnamed[] = "recording";
  const char *slash = strrchr (path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr (base, '.');

  if (strcmp (path, CLI_INPUT_STREAM) == 0)
    {
      *length = strlen (unnamed);
      return unnamed;
    }
  *length = dot && dot > base ? (size_t) (dot - base) : strlen (base);
  return base;
}

static Name *
stem_of (const char *path)
{
  size_t length;
  const char *base = find_stem (path, &length);
  Name *name = malloc (sizeof *name + MAX_NAME_BYTES + NUMBER_BYTES);

  if (!name)
    return NULL;
  name->next = 2;
  if (ct_file_name_clean (base, length, CT_FILE_NAME_LOCAL, MAX_NAME_BYTES, name->text) == 0)
    strcpy (name->text, "recording");
  return name;
}

char *
cli_outputs_dup_title (const char *path)
{
  size_t length;
  const char *base = find_stem (path, &length);

  return strndup (base, length);
}

char *
cli_outputs_dup_folder (const CliOutput *output)
{
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (output->files[kind] && !cli_outputs_is_stream (output->files[kind]))
      {
        const char *slash = strrchr (output->files[kind], '/');

        return slash ? strndup (output->files[kind], (size_t) (slash - output->files[kind]) + 1) : strdup (".");
      }
  return output->stems ? strdup (output->stems) : NULL;
}

/* Numbers @name, which it takes, so that no other result has it, and adds it to @names. NULL without memory. */
static const char *
number_name (void **names, Name *name)
{
  size_t length = strlen (name->text);
  Name *first, **found = tsearch (name, names, compare_names);

  if (!found)
    {
      free (name);
      return NULL;
    }
  first = *found;
  while (*found != name)
    {
      sprintf (name->text + length, "-%d", first->next++);
      found = tsearch (name, names, compare_names);
      if (!found)
        {
          free (name);
          return NULL;
        }
    }
  return name->text;
}

bool
cli_outputs_is_stream (const char *path)
{
  return strcmp (path, "-") == 0;
}

static bool
is_folder (const char *path)
{
  struct stat info;

  return !cli_outputs_is_stream (path) && stat (path, &info) == 0 && S_ISDIR (info.st_mode);
}

/* Whether an option names a folder; creates it where it has to be one. Returns 0 or the exit status. */
static int
find_folder (const CliOptions *options, const char *path, bool always, bool *folder)
{
  struct stat info;
  size_t length = path ? strlen (path) : 0;

  *folder = path && !(cli_outputs_is_stream (path) && !always)
            && (always || options->n_inputs > 1 || path[length - 1] == '/' || is_folder (path));
  if (!*folder || is_folder (path))
    return CLI_EXIT_DONE;
  if (stat (path, &info) == 0)
    {
      cli_text_error (path, always ? "not a folder" : "not a folder, as it has to be with several recordings");
      return CLI_EXIT_USAGE;
    }
  if (mkdir (path, 0777) == 0)
    return CLI_EXIT_DONE;
  cli_text_error (path, errno == ENOENT ? "the folder around it does not exist"
                                        : ct_status_string (ct_status_from_errno (errno)));
  return CLI_EXIT_FAILED;
}

/* FOLDER/NAME.ENDING, or NAME.ENDING where @folder is NULL. */
static char *
join (const char *folder, const char *name, const char *ending)
{
  size_t length = folder ? strlen (folder) : 0;
  const char *slash = length && folder[length - 1] != '/' ? "/" : "";
  char *path;

  if (asprintf (&path, "%s%s%s%s", folder ? folder : "", slash, name, ending) < 0)
    return NULL;
  return path;
}

/* The path of one kind of result. */
static char *
result_path (const char *given, bool folder, const char *name, const char *ending)
{
  return given && !folder ? strdup (given) : join (given, name, ending);
}

/* How the names of files end in a folder. */
static const char *const endings[CLI_N_FILES] = {
  [CLI_FILE_MIDI] = ".mid",          [CLI_FILE_NOTES] = ".csv",  [CLI_FILE_CHORDS] = ".chords.csv",
  [CLI_FILE_MUSICXML] = ".musicxml", [CLI_FILE_JIANPU] = ".pdf", [CLI_FILE_JSON] = ".json"
};

/* Fills in the paths of one recording; false without memory. */
static bool
plan_one (CliOutput *output, const CliOptions *options, const bool *folders, const char *name, bool with_midi)
{
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (options->files[kind] || (kind == CLI_FILE_MIDI && with_midi))
      {
        output->files[kind] = result_path (options->files[kind], folders[kind], name, endings[kind]);
        if (!output->files[kind])
          return false;
      }
  if (!options->stems)
    return true;
  output->stems = options->n_inputs > 1 ? join (options->stems, name, "") : strdup (options->stems);
  return output->stems != NULL;
}

/* Whether nothing but what is written without any option is asked for. */
static bool
asks_for_nothing_else (const CliOptions *options)
{
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (options->files[kind])
      return false;
  return !options->stems;
}

static int
plan_all (CliOutputs *self, const CliOptions *options, const bool *folders)
{
  bool with_midi = asks_for_nothing_else (options);
  void *names = NULL;
  bool complete = true;

  for (size_t i = 0; i < options->n_inputs && complete; i++)
    {
      Name *stem = stem_of (options->inputs[i]);
      const char *name = stem ? number_name (&names, stem) : NULL;

      complete = name && plan_one (&self->outputs[i], options, folders, name, with_midi);
    }
  tdestroy (names, free);
  if (complete)
    return CLI_EXIT_DONE;
  cli_text_error (NULL, ct_status_string (CT_STATUS_NO_MEMORY));
  return CLI_EXIT_FAILED;
}

/* Whether two results of one recording would have the same name; reports it. */
static bool
names_collide (const CliOptions *options)
{
  for (int a = 0; a < CLI_N_FILES; a++)
    for (int b = a + 1; b < CLI_N_FILES; b++)
      if (options->files[a] && options->files[b] && strcmp (options->files[a], options->files[b]) == 0
          && (cli_outputs_is_stream (options->files[a])
              || (options->n_inputs == 1 && !is_folder (options->files[a])
                  && options->files[a][strlen (options->files[a]) - 1] != '/')))
        {
          cli_text_error (options->files[a], CLI_OUTPUTS_SAME);
          return true;
        }
  return false;
}

/* Whether standard output would have to hold more than it can; reports it. Of several recordings only the lines of JSON
 * say which one they are about. */
static bool
stream_overflows (const CliOptions *options)
{
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    {
      if (!options->files[kind] || !cli_outputs_is_stream (options->files[kind]))
        continue;
      if (options->resume)
        cli_text_error (CLI_OUTPUTS_STREAM, "keeps nothing that --resume could find");
      else if (options->report && cli_outputs_is_stream (options->report))
        cli_text_error (CLI_OUTPUTS_STREAM, "takes either a result or --report");
      else if (options->n_inputs > 1 && kind != CLI_FILE_JSON)
        cli_text_error (CLI_OUTPUTS_STREAM, "takes several recordings with --json only");
      else if (options->stats)
        cli_text_error (CLI_OUTPUTS_STREAM, "takes either a result or --stats");
      else
        continue;
      return true;
    }
  return false;
}

int
cli_outputs_plan (CliOutputs *self, const CliOptions *options)
{
  bool folders[CLI_N_FILES], stems_folder;
  int status = CLI_EXIT_DONE;

  *self = (CliOutputs){ .n = options->n_inputs };
  if (names_collide (options) || stream_overflows (options))
    return CLI_EXIT_USAGE;
  for (int kind = 0; kind < CLI_N_FILES && status == CLI_EXIT_DONE; kind++)
    status = find_folder (options, options->files[kind], false, &folders[kind]);
  if (status == CLI_EXIT_DONE)
    status = find_folder (options, options->stems, true, &stems_folder);
  if (status != CLI_EXIT_DONE)
    return status;
  self->outputs = calloc (self->n, sizeof *self->outputs);
  if (self->outputs)
    return plan_all (self, options, folders);
  cli_text_error (NULL, ct_status_string (CT_STATUS_NO_MEMORY));
  return CLI_EXIT_FAILED;
}

void
cli_outputs_clear (CliOutputs *self)
{
  for (size_t i = 0; self->outputs && i < self->n; i++)
    {
      for (int kind = 0; kind < CLI_N_FILES; kind++)
        free (self->outputs[i].files[kind]);
      free (self->outputs[i].stems);
    }
  free (self->outputs);
  *self = (CliOutputs){ 0 };
}

void
cli_outputs_clean (const CliOutputs *self)
{
  /* those of one kind are all in one folder; the folders of stems are cleaned by who writes there */
  for (int kind = 0; self->n > 0 && kind < CLI_N_FILES; kind++)
    if (self->outputs[0].files[kind])
      ct_atomic_file_clean (self->outputs[0].files[kind]);
}

/* Whether @path, in the folder @folder (a descriptor), was changed after @info was. */
static bool
is_newer (int folder, const char *path, const struct stat *info)
{
  struct stat own;

  return fstatat (folder, path, &own, 0) == 0
         && (own.st_mtim.tv_sec != info->st_mtim.tv_sec ? own.st_mtim.tv_sec > info->st_mtim.tv_sec
                                                        : own.st_mtim.tv_nsec > info->st_mtim.tv_nsec);
}

/* Stems appear when all are complete, the rest among them. */
static bool
has_newer_stems (const char *path, CtStemFormat format, const struct stat *info)
{
  const char *rest = format == CT_STEM_WAV ? " rest.wav" : " rest.flac";
  DIR *folder = opendir (path);
  struct dirent *entry;
  bool found = false;

  /* cppcheck-suppress readdirCalled ; no other thread reads this stream */
  while (folder && !found && (entry = readdir (folder))) // NOLINT(concurrency-mt-unsafe): nor does one here
    {
      size_t length = strlen (entry->d_name), end = strlen (rest);

      found = length > end && strcmp (entry->d_name + length - end, rest) == 0
              && is_newer (dirfd (folder), entry->d_name, info);
    }
  if (folder)
    closedir (folder);
  return found;
}

bool
cli_outputs_are_done (const CliOutput *output, const char *input, CtStemFormat format)
{
  struct stat info;

  if (stat (input, &info) != 0)
    return false;
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (output->files[kind] && !is_newer (AT_FDCWD, output->files[kind], &info))
      return false;
  return !output->stems || has_newer_stems (output->stems, format, &info);
}

bool
cli_outputs_same_file (const char *a, const char *b)
{
  struct stat x, y;

  return stat (a, &x) == 0 && stat (b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

bool
cli_outputs_is_input (const CliOptions *options, const char *path)
{
  struct stat info;

  /* the file rarely exists; no recording need be checked then */
  if (stat (path, &info) != 0)
    return false;
  for (size_t i = 0; i < options->n_inputs; i++)
    if (cli_outputs_same_file (options->inputs[i], path))
      return true;
  return false;
}
