/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_STEM_SET_PRIVATE_H
#define CT_STEM_SET_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/base/ct-temporary-file.h"
#include "core/isolation/ct-stem-files.h"

/* The files of a set of stems, and how they take the place of an older set. */

/* The file in their folder that names them, with their sizes and times. Only what it names is ever removed, and that
 * only while it is as it was written. */
#define CT_STEM_MANIFEST ".coloratura-stems"

typedef struct
{
  char name[CT_STEM_NAME_SIZE];
  char temporary[CT_TEMPORARY_NAME_SIZE]; /* name while it is not in place; "": it is, or was not created */
  int64_t size, time_s;                   /* once it is complete */
} CtStemSetFile;

/* Whether the file @name of the folder must stay as it is. */
typedef bool (*CtStemKeeps) (void *data, const char *name);

/* Puts the complete files [@n] of @folder, a descriptor of @path, in place, all or none of them, and removes those of
 * the older set that have no successor. On failure *@failed is the one that failed, or @n: the manifest. */
CtStatus ct_stem_set_put (int folder,
                          const char *path,
                          CtStemSetFile *const *files,
                          size_t n,
                          CtStemKeeps keeps,
                          void *data,
                          size_t *failed) CT_MUST_USE;

#endif
