# Reads a CSV answer as a scholar does in R: Rscript read.R ADDRESS
# Prints the number of rows, the names of the columns, and for each column its sum, or how many characters its texts have.

table <- read.csv(commandArgs(trailingOnly = TRUE)[1], encoding = "UTF-8", check.names = FALSE)
cat(nrow(table), "\n")
cat(names(table), sep = "\t")
cat("\n")
for (name in names(table)) {
  values <- if (is.numeric(table[[name]])) table[[name]] else nchar(table[[name]], type = "chars")
  cat(name, format(sum(values), nsmall = 2, scientific = FALSE), sep = "\t", "\n")
}
